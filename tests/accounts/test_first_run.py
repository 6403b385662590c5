"""An empty instance: its setup code, its one page, and what that page makes."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import create_app, vault
from portal.accounts import first_run, queries
from portal.audit.queries import list_entries
from portal.db import transaction
from portal.extensions import db
from portal.units.queries import tree
from portal.web.application import Portal
from tests.accounts.cookies import try_sign_in
from tests.databases import Sqlite
from tests.page import Browser

PASSWORD = "chun-mian-bu-jue-xiao"


@pytest.fixture
def empty(tmp_path: Path, backend: Sqlite) -> Iterator[Portal]:
    """A migrated instance without anything in it."""
    shutil.copyfile(backend.bare, tmp_path / "portal.db")
    before = vault.current()
    keys = {"PORTAL_SECRET_KEY": "5" * 64, "PORTAL_DATA_KEY": "6" * 64}
    made = create_app(
        {"PORTAL_INSTANCE": str(tmp_path), "TESTING": True, "PORTAL_TODAY": "2026-11-22", **keys}
    )
    yield made
    with made.app_context():
        db.engine.dispose()
    vault.use(before)


@pytest.fixture
def code(empty: Portal) -> str:
    """What the server's console shows."""
    return first_run.setup_code(empty.config["PORTAL"].instance)


def _filled(app: Portal, code: str, **more: str) -> Browser:
    given = {
        "安装码": code,
        "服务大厅名称": "和风街道便民服务中心",
        "所属区（县）": "示范区",
        "街道（乡镇）全称": "和风街道办事处",
        "街道简称（机关代字）": "和街办",
        "管理员姓名": "测试甲",
        "管理员用户名": "guanli",
        "密码": PASSWORD,
        "再输一次密码": PASSWORD,
        **more,
    }
    browser = Browser(app.test_client()).open("/first-run")
    for label, value in given.items():
        browser.fill(label, value)
    return browser.press("保存并登录")


class TestFirstRun:
    @pytest.mark.parametrize("path", ["/", "/sign-in", "/admin/accounts", "/residents"])
    def test_every_page_of_an_empty_instance_leads_there(self, empty: Portal, path: str) -> None:
        assert Browser(empty.test_client()).open(path).h1 == "初始设置"

    def test_there_is_no_default_account(self, empty: Portal) -> None:
        with empty.app_context():
            assert queries.is_empty()
        client = empty.test_client()
        for name in ("admin", "root", "portal"):
            answer = client.post("/sign-in", data={"username": name, "password": name})
            assert answer.status_code in {303, 400}

    def test_makes_office_and_administrator_and_signs_in(self, empty: Portal, code: str) -> None:
        browser = _filled(empty, code)
        assert browser.url == "/"
        assert "和风街道便民服务中心" in browser.page.html
        assert "系统管理员" in browser.page.html
        assert browser.open("/admin/units").rows("2026-11-22 的单位")[1]["名称"] == "和风街道办事处"
        with empty.app_context():
            assert [(row.unit.kind, row.depth) for row in tree()] == [("district", 0), ("street", 1)]
            assert {e.verb for e in list_entries()} >= {"accounts.first_run", "accounts.sign_in"}

    def test_is_gone_afterwards_and_so_is_the_code(self, empty: Portal, code: str) -> None:
        _filled(empty, code)
        assert Browser(empty.test_client()).open("/first-run").status == 404
        assert not (empty.config["PORTAL"].instance / first_run.CODE_FILE).exists()
        assert Browser(empty.test_client()).open("/").h1 == "登录"
        assert try_sign_in(empty.test_client(), "guanli", PASSWORD).status_code == 303

    def test_in_an_instance_with_accounts_there_never_was_such_a_page(self, app: Portal) -> None:
        assert Browser(app.test_client()).open("/first-run").status == 404

    @pytest.mark.parametrize(
        ("label", "value", "words"),
        [
            ("安装码", "aaaa-bbbb-cccc-dddd", "安装码不对"),
            ("密码", "short", "不一致"),
            ("管理员用户名", "管理", "小写字母"),
            ("管理员姓名", "·", "间隔号"),
            ("街道（乡镇）全称", "", "请填写"),
        ],
    )
    def test_refuses_and_makes_nothing(
        self, empty: Portal, code: str, label: str, value: str, words: str
    ) -> None:
        browser = _filled(empty, code, **{label: value})
        assert browser.status == 422
        assert words in browser.text
        with empty.app_context():
            assert queries.is_empty()
            assert tree() == []

    def test_a_weak_password_is_refused(self, empty: Portal, code: str) -> None:
        browser = _filled(empty, code, 密码="123456123456", 再输一次密码="123456123456")
        assert "太容易" in browser.errors["密码"][0]

    def test_the_code_may_be_typed_without_hyphens(self, empty: Portal, code: str) -> None:
        assert _filled(empty, code.replace("-", " ").upper()).url == "/"


class TestSetupCode:
    def test_is_readable_by_its_owner_only_and_stays_the_same(self, empty: Portal, code: str) -> None:
        folder = empty.config["PORTAL"].instance
        path = folder / first_run.CODE_FILE
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert first_run.setup_code(folder) == code
        assert [p.name for p in folder.iterdir() if first_run.CODE_FILE in p.name] == [first_run.CODE_FILE]

    def test_the_console_says_where_to_go_until_there_is_an_account(self, empty: Portal, code: str) -> None:
        folder = empty.config["PORTAL"].instance
        with empty.app_context(), transaction("read"):
            said = first_run.announcement(folder, "http://127.0.0.1:8000/")
        assert said
        assert code in said
        assert "http://127.0.0.1:8000/first-run" in said
        _filled(empty, code)
        with empty.app_context(), transaction("read"):
            assert first_run.announcement(folder, "http://127.0.0.1:8000") is None
