"""The pages of long work: one's own tasks and nobody else's, progress, results, and the administrator's list."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
import time_machine
from sqlalchemy import select

from portal import clock
from portal.accounts.models import SignIn
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.errors import RuleBroken
from portal.jobs import leases, running, scratch
from portal.jobs.models import Job
from portal.jobs.running import Task
from portal.units.models import Post
from portal.web.application import Portal
from tests.factories import staff
from tests.jobs.sample import ask, define, see, write_text
from tests.page import Browser


@pytest.fixture
def browser(app: Portal) -> Browser:
    """A clerk who has signed in."""
    return Browser(app.test_client()).sign_in("clerk", staff.PASSWORD)


def asked(app: Portal, who: str = "clerk", **arguments: object) -> int:
    """A job in the queue."""
    with app.app_context():
        return ask(who, **arguments)


def run(app: Portal) -> None:
    """Run what waits, as a worker would."""
    with app.app_context():
        running.run_pending()


def start(app: Portal, job_id: int, **facts: object) -> None:
    """As if a worker were at it, so far."""
    with app.app_context():
        leases.take("w")
        with transaction():
            job = session.get_one(Job, job_id)
            for name, value in facts.items():
                setattr(job, name, value)


class TestListJobs:
    def test_shows_ones_own_and_says_so_when_there_is_none(self, app: Portal, browser: Browser) -> None:
        define()
        asked(app, "clerk2")
        assert "还没有任务" in browser.open("/jobs").text
        asked(app)
        browser.follow("我的任务")
        assert "试做一项" in browser.text
        assert "排队中" in browser.text
        assert browser.follow("试做一项").h1 == "试做一项"


class TestShowJob:
    def test_tells_how_far_it_is_and_asks_again_by_itself(self, app: Portal, browser: Browser) -> None:
        define()
        asked(app, number=0)
        job_id = asked(app, number=1)
        assert "第 2 位" in browser.open(f"/jobs/{job_id}").text
        start(app, job_id - 1)
        start(
            app,
            job_id,
            done=30,
            total=120,
            phase="打印",
            started_at=clock.now() - dt.timedelta(seconds=60),
        )
        page = browser.reload().page
        for words in ("30 / 120（25%）", "约 3 分钟", "进行中", "打印"):
            assert words in page.text
        polled = f'hx-get="/jobs/{job_id}?watching=1" hx-trigger="every 2s"'
        assert polled in page.html
        assert (
            f'<noscript><meta http-equiv="refresh" content="3;url=/jobs/{job_id}?watching=1"></noscript>'
            in page.html
        )
        part = browser.client.get(f"/jobs/{job_id}?watching=1", headers={"HX-Request": "true"}).text
        assert part.lstrip().startswith('<div id="job"')
        assert polled in part

    def test_stops_asking_when_it_has_ended_and_offers_the_result(
        self, app: Portal, browser: Browser
    ) -> None:
        define(write_text)
        job_id = asked(app, text="完")
        run(app)
        browser.open(f"/jobs/{job_id}")
        assert "hx-trigger" not in browser.page.html.partition('id="main"')[2]
        assert "http-equiv" not in browser.page.html
        assert "结果.txt（1 KB）" in browser.text
        answer = browser.client.get(f"/jobs/{job_id}/result")
        assert answer.data == "完".encode()
        assert answer.headers["Content-Length"] == "3"
        named = answer.headers["Content-Disposition"]
        assert named == "attachment; filename=\"__.txt\"; filename*=UTF-8''%E7%BB%93%E6%9E%9C.txt"
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"

    def test_says_what_failed_and_why(self, app: Portal, browser: Browser) -> None:
        def work(task: Task) -> None:
            task.report([{"what": "第 7 份 <b>", "why": "有一个字没有字形"}])
            raise RuleBroken(None, "第 %(n)s 份不能打印", n=7)

        define(work)
        job_id = asked(app)
        run(app)
        browser.open(f"/jobs/{job_id}")
        for words in ("任务没有完成", "第 7 份不能打印", "第 7 份 <b>", "有一个字没有字形"):
            assert words in browser.text
        define(write_text)
        browser.press("重新执行")
        assert "排队" in browser.text

    def test_can_be_cancelled(self, app: Portal, browser: Browser) -> None:
        define()
        job_id = asked(app)
        browser.open(f"/jobs/{job_id}").press("取消任务")
        assert "任务已取消，没有留下结果。" in browser.text
        again = asked(app)
        browser.open(f"/jobs/{again}")
        run(app)
        browser.press("取消任务")
        assert "任务已经结束，不能再取消。" in browser.text

    def test_a_running_one_says_that_it_is_being_cancelled(self, app: Portal, browser: Browser) -> None:
        define()
        job_id = asked(app)
        start(app, job_id)
        browser.open(f"/jobs/{job_id}").press("取消任务")
        assert "正在取消" in browser.text
        with pytest.raises(AssertionError):
            browser.press("取消任务")

    def test_is_the_askers_alone(self, app: Portal, browser: Browser) -> None:
        define(write_text)
        job_id = asked(app, "clerk2", text="他人的")
        run(app)
        for address in ("", ".json", "/result"):
            assert browser.client.get(f"/jobs/{job_id}{address}").status_code == 404

    def test_watching_does_not_keep_an_idle_sign_in_alive(self, app: Portal, browser: Browser) -> None:
        define()
        job_id = asked(app)
        with time_machine.travel(clock.now() + dt.timedelta(minutes=5), tick=True):
            for address in (f"/jobs/{job_id}?watching=1", f"/jobs/{job_id}.json"):
                before = _seen_at(app)
                assert browser.client.get(address).status_code == 200
                assert _seen_at(app) == before
            browser.client.get(f"/jobs/{job_id}")
            assert _seen_at(app) > before
        with time_machine.travel(clock.now() + dt.timedelta(minutes=40), tick=True):
            moved = browser.client.get(f"/jobs/{job_id}?watching=1", headers={"HX-Request": "true"})
            assert moved.status_code == 401
            assert moved.headers["HX-Redirect"].startswith("/sign-in?next=")


def _seen_at(app: Portal) -> dt.datetime:
    with app.app_context(), transaction("read"):
        return session.scalars(select(SignIn.seen_at)).one()


class TestShowProgress:
    def test_says_the_same_to_programs(self, app: Portal, browser: Browser) -> None:
        define(write_text)
        job_id = asked(app, text="机")
        waiting = browser.client.get(f"/jobs/{job_id}.json").json
        assert (waiting["state"], waiting["place"], waiting["result"], waiting["is_open"]) == (
            "waiting",
            1,
            None,
            True,
        )
        run(app)
        done = browser.client.get(f"/jobs/{job_id}.json").json
        assert (done["state"], done["percent"], done["reason"], done["failed"]) == ("done", None, "", [])
        assert done["result"]["address"] == f"/jobs/{job_id}/result"
        assert done["result"]["sha256"] == hashlib.sha256("机".encode()).hexdigest()


class TestDownloadResult:
    def test_is_on_record_each_time(self, app: Portal, browser: Browser) -> None:
        define(write_text)
        job_id = asked(app, text="录")
        run(app)
        for _ in range(2):
            browser.client.get(f"/jobs/{job_id}/result")
        with app.app_context(), transaction("read"):
            wanted = select(AuditEntry.subject_kind, AuditEntry.subject_id)
            lines = session.execute(wanted.where(AuditEntry.verb == "jobs.download_result")).all()
        assert [tuple(line) for line in lines] == [("Job", job_id)] * 2

    def test_needs_the_right_of_the_kind_still(self, app: Portal, browser: Browser) -> None:
        define(write_text)
        job_id = asked(app, text="权")
        run(app)
        define(write_text, permission="accounts.manage_accounts")
        assert browser.client.get(f"/jobs/{job_id}/result").status_code == 404
        assert "下载结果" not in browser.open(f"/jobs/{job_id}").text

    def test_needs_the_post_it_was_asked_for_at(self, app: Portal) -> None:
        """One who has moved from one street to another keeps the account and the role, but not the papers."""

        def work(task: Task) -> None:
            write_text(task)
            task.report([{"what": "张示例", "why": "没有字形"}])

        define(work)
        job_id = asked(app, text="旧岗位的")
        run(app)
        with app.app_context(), transaction():
            old = session.get_one(Post, staff.actor("clerk").post_id)
            old.valid_to = clock.today() - dt.timedelta(days=1)
            new = staff.unit("S2").id
            session.add(Post(account_id=old.account_id, unit_id=new, role="clerk", valid_from=clock.today()))
        browser = Browser(app.test_client()).sign_in("clerk", staff.PASSWORD)
        assert browser.client.get(f"/jobs/{job_id}/result").status_code == 404
        browser.open(f"/jobs/{job_id}")
        for words in ("张示例", "下载结果", "结果.txt"):
            assert words not in browser.text
        told = browser.client.get(f"/jobs/{job_id}.json").json
        assert (told["state"], told["result"], told["failed"]) == ("done", None, [])

    def test_a_damaged_file_is_not_given(self, app: Portal, browser: Browser) -> None:
        define(write_text)
        job_id = asked(app, text="损")
        run(app)
        with app.app_context():
            place = scratch.root() / "results" / see(job_id).result_key
        place.write_bytes(place.read_bytes()[:-1])
        browser.open(f"/jobs/{job_id}/result")
        assert browser.h1 == "试做一项"
        assert "结果文件已经损坏或不在" in browser.text


class TestListAllJobs:
    def test_shows_kinds_and_reasons_but_no_titles(self, app: Portal) -> None:
        define(lambda task: (_ for _ in ()).throw(RuleBroken(None, "%(name)s 的证不对", name="张示例")))
        asked(app)
        run(app)
        define()
        waiting = asked(app, "clerk2")
        browser = Browser(app.test_client()).sign_in("admin", staff.PASSWORD).open("/jobs/all")
        assert "… 的证不对" in browser.text
        assert "张示例" not in browser.text
        assert "试做一项" not in browser.text
        browser.press("取消", row="排队中")
        with app.app_context():
            assert see(waiting).state == "cancelled"

    def test_is_not_for_others(self, browser: Browser) -> None:
        assert browser.client.get("/jobs/all").status_code == 403


def test_a_monitor_sees_how_much_waits(app: Portal) -> None:
    define()
    asked(app)
    text = app.test_client().get("/metrics").text
    assert "portal_jobs_waiting 1.0" in text
    assert "portal_jobs_running 0.0" in text


def test_the_queue_can_be_listed_on_the_command_line(app: Portal) -> None:
    define()
    job_id = asked(app)
    said = app.test_cli_runner().invoke(args=["jobs", "list"])
    assert said.exit_code == 0
    assert said.output.startswith(f"{job_id}\ttests.work\twaiting\t0\tattempts 0\t")
    assert said.output.endswith("1 open\n")
    assert "试做一项" not in said.output
