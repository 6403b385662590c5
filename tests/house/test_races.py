"""Ten at once: what several counters send in the same second is done once, and the others are told so; never a fault."""

from __future__ import annotations

from collections import Counter as Tally
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.db import session, transaction
from portal.documents.models import IssuedNumber
from portal.residents.models import Resident
from portal.services.items.senior_card.models import SeniorCard
from portal.services.models import ApplicationEvent
from tests.accounts.cookies import token_on
from tests.factories import residents, services, staff
from tests.services.conftest import unrendered
from tests.services.counter import Counter, address, counter, person

__all__ = ["counter", "unrendered"]
pytestmark = pytest.mark.both
TEN = 10


def at_once(counter: Counter, sendings: list[tuple[str, dict[str, str]]], who: str = "clerk") -> Tally[int]:
    """Everybody signs in first; then all forms are sent together. How often each status came."""
    app = counter.app
    app.config["PROPAGATE_EXCEPTIONS"] = False
    clients = [counter.browser(who).client for _ in sendings]
    tokens = [token_on(client, "/password") for client in clients]

    def send(client: FlaskClient, token: str, path: str, fields: dict[str, str]) -> int:
        return client.post(path, data={"csrf_token": token, **fields}).status_code

    with ThreadPoolExecutor(len(sendings)) as pool:
        paths, fields = zip(*sendings, strict=True)
        return Tally(pool.map(send, clients, tokens, paths, fields))


def number_of(counter: Counter, statement: object) -> int:
    return int(counter.ask(lambda: session.scalar(statement)))  # type: ignore[call-overload]


class TestAtOnce:
    def test_one_application_gets_one_number(self, counter: Counter) -> None:
        key = counter.make(lambda: services.checked(services.draft(person(counter.zhang))))
        version = str(counter.look(key, "version"))
        answers = at_once(counter, [(address(key, "accept"), {"version": version})] * TEN)
        assert answers[303] == 1, answers
        assert set(answers) <= {303, 409, 422}, answers
        assert number_of(counter, select(func.count(IssuedNumber.id))) == 1
        accepted = ApplicationEvent.verb == "accept_application"
        assert number_of(counter, select(func.count(ApplicationEvent.id)).where(accepted)) == 1

    def test_one_person_gets_one_valid_card(self, counter: Counter) -> None:
        keys = [
            counter.make(
                lambda: services.checked(
                    services.draft(person(counter.zhang), item="senior_card", business="new")
                )
            )
            for _ in range(4)
        ]
        version = str(counter.look(keys[0], "version"))
        fields = {"result": "granted", "version": version}
        answers = at_once(counter, [(address(key, "complete"), fields) for key in keys])
        assert answers[303] == 1, answers
        assert set(answers) <= {303, 409, 422}, answers
        valid = SeniorCard.status == "valid"
        assert number_of(counter, select(func.count(SeniorCard.id)).where(valid)) == 1

    def test_a_result_is_made_and_handed_over_once(self, counter: Counter) -> None:
        key = counter.make(lambda: services.decided(person(counter.zhang)))
        for verb, event in (("issue", "issue_result"), ("collect", "collect_result")):
            fields = {"collector": "self", "version": str(counter.look(key, "version"))}
            answers = at_once(counter, [(address(key, verb), fields)] * TEN)
            assert answers[303] == 1, answers
            assert set(answers) <= {303, 409, 422}, answers
            same = ApplicationEvent.verb == event
            assert number_of(counter, select(func.count(ApplicationEvent.id)).where(same)) == 1

    def test_one_person_is_registered_once(self, counter: Counter) -> None:
        who = {"name": "李赛跑", "kind": "citizen", "number": residents.identity_number(services.LEAP_56, 77)}
        answers = at_once(counter, [("/residents/new", who)] * TEN)
        assert answers[303] == 1, answers
        assert set(answers) <= {303, 422}, answers
        assert number_of(counter, select(func.count(Resident.id)).where(Resident.name == "李赛跑")) == 1

    def test_one_name_is_given_to_one_account(self, counter: Counter) -> None:
        with counter.app.app_context():
            unit = str(staff.unit("S").id)
        fields = {
            "username": "racer",
            "name": "李赛跑",
            "role": "clerk",
            "unit_id": unit,
            "starts_on": "2026-11-22",
        }
        answers = at_once(counter, [("/admin/accounts/new", fields)] * TEN, "admin")
        assert answers[201] == 1, answers
        assert set(answers) <= {201, 409, 422}, answers

    def test_one_code_is_given_to_one_unit(self, counter: Counter) -> None:
        with counter.app.app_context():
            parent = str(staff.unit("S").id)
        fields = {"kind": "community", "parent_id": parent, "code": "C77", "name": "赛跑社区"}
        fields |= {"short_name": "赛跑", "valid_from": "2026-11-22"}
        answers = at_once(counter, [("/admin/units/new", fields)] * TEN, "admin")
        assert answers[303] == 1, answers
        assert set(answers) <= {303, 409, 422}, answers

    def test_a_colleague_s_work_is_handed_over_once(self, counter: Counter) -> None:
        key = counter.accepted()
        with counter.app.app_context():
            source, target = (staff.actor(name).account_id for name in ("clerk", "clerk2"))
        fields = {
            "from_id": str(source),
            "to_id": str(target),
            "chosen": f"services:{key}",
            "reason": "休假",
        }
        answers = at_once(counter, [("/admin/hand-over", fields)] * 4, "leader")
        assert answers[303] == 1, answers
        assert set(answers) <= {303, 409, 422}, answers


class TestTwoPosts:
    def test_one_person_at_two_posts_is_still_one_pair_of_eyes(self, counter: Counter) -> None:
        """Accepted as a clerk, then the post is changed: reviewing and deciding are refused where four eyes are asked."""
        with counter.app.app_context(), transaction():
            account = staff.make_account(
                "both", "测试双岗", ("clerk", staff.unit("S")), ("reviewer", staff.unit("S"))
            )
            key = services.accepted(person(counter.zhang), clerk=staff.actor("both", "clerk")).id
            post = next(p.id for p in account.posts if p.role == "reviewer")
        client = counter.browser("both").client
        token = token_on(client, "/password")
        assert client.post("/post", data={"csrf_token": token, "post_id": str(post)}).status_code == 303
        version = str(counter.look(key, "version"))
        for verb, fields in (("review", {"opinion": "agree"}), ("decide", {"result": "granted"})):
            fields["version"] = version
            answer = client.post(address(key, verb), data={"csrf_token": token, **fields})
            assert answer.status_code in {403, 422}, verb
        assert counter.look(key, "state") == "accepted"
