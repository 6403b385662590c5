"""The table of transitions, walked at random: no verb leads where the table does not say, and nothing is lost on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from portal import clock
from portal.accounts.roles import all_permissions
from portal.db import session, transaction
from portal.documents.books import verify_numbers
from portal.documents.models import IssuedNumber
from portal.errors import Forbidden, RuleBroken
from portal.services import actions, life
from portal.services.actions import MaterialCheck
from portal.services.life import EVENTS, TRANSITIONS
from portal.services.models import Application
from portal.services.states import BEFORE_ACCEPTANCE, OPEN, STATES, TONES
from portal.services.supplements.actions import (
    DefectEntry,
    answer_supplement,
    ask_supplement,
    miss_supplement,
)
from tests.factories import residents, services, staff

WALKED = replace(
    services.PLAIN,
    code="walked",
    name="随走事项",
    on_the_spot=True,
    on_the_spot_alone=True,
    sample_percent=50,
)
CLERK, REVIEWER = "clerk", "reviewer"

Act = Callable[[Any, Application], Application]
ACTS: dict[str, tuple[str, Act]] = {
    "accept_application": (CLERK, lambda who, a: actions.accept_application(who, a, version=a.version)),
    "complete_on_the_spot": (CLERK, lambda who, a: actions.complete_on_the_spot(who, a, version=a.version)),
    "notify_missing": (
        REVIEWER,
        lambda who, a: actions.notify_missing(who, a, version=a.version, reason="再次告知的理由"),
    ),
    "supplement_application": (
        CLERK,
        lambda who, a: actions.supplement_application(
            who, a, version=a.version, checks={"proof": MaterialCheck("received", "copy")}
        ),
    ),
    "refuse_application": (
        CLERK,
        lambda who, a: actions.refuse_application(
            who, a, version=a.version, reason_code="not_required", text="无须办理"
        ),
    ),
    "review_application": (
        REVIEWER,
        lambda who, a: actions.review_application(who, a, version=a.version, opinion="agree"),
    ),
    "return_application": (
        REVIEWER,
        lambda who, a: actions.return_application(who, a, version=a.version, reason="补签字"),
    ),
    "decide_application": (
        REVIEWER,
        lambda who, a: actions.decide_application(who, a, version=a.version, result="granted"),
    ),
    "issue_result": (CLERK, lambda who, a: actions.issue_result(who, a, version=a.version)),
    "collect_result": (
        CLERK,
        lambda who, a: actions.collect_result(who, a, version=a.version, collector="self"),
    ),
    "close_application": (CLERK, lambda who, a: actions.close_application(who, a, version=a.version)),
    "suspend_application": (
        CLERK,
        lambda who, a: actions.suspend_application(who, a, version=a.version, reason="等待鉴定"),
    ),
    "ask_supplement": (
        REVIEWER,
        lambda who, a: (
            ask_supplement(
                who,
                a,
                version=a.version,
                defects=[DefectEntry("", "过期", "重新提交", code="proof")],
                again_because="又缺一项",
            ).application
        ),
    ),
    "answer_supplement": (
        CLERK,
        lambda who, a: answer_supplement(who, a, version=a.version, came={0: "copy"}).application,
    ),
    "miss_supplement": (CLERK, lambda who, a: miss_supplement(who, a, version=a.version).application),
    "end_application": (
        REVIEWER,
        lambda who, a: actions.end_application(
            who, a, version=a.version, because="pointless", reason="申请人已去世"
        ),
    ),
    "resume_application": (CLERK, lambda who, a: actions.resume_application(who, a, version=a.version)),
    "withdraw_application": (
        CLERK,
        lambda who, a: actions.withdraw_application(who, a, version=a.version, reason="不办了"),
    ),
    "void_acceptance": (
        CLERK,
        lambda who, a: actions.void_acceptance(who, a, version=a.version, reason="录错了"),
    ),
    "discard_draft": (CLERK, lambda who, a: actions.discard_draft(who, a, version=a.version)),
}


ENDINGS = {
    "refuse_application",
    "withdraw_application",
    "discard_draft",
    "void_acceptance",
    "end_application",
}


class Walk(RuleBasedStateMachine):
    """One application, every verb at any time, days passing in between."""

    key: int = 0
    steps: int = 0

    @initialize(proof=st.sampled_from(["received", "missing", "promised"]))
    def begin(self, proof: str) -> None:
        """A draft whose proof came, is missing or is promised."""
        clock.fix_today(dt.date(2026, 11, 16))
        check = MaterialCheck(proof, "copy" if proof == "received" else "")
        with transaction():
            application = services.draft(residents.make_resident(), item="walked")
            self.key = services.checked(application, proof=check).id

    @rule(place=st.integers(0, 9), days=st.sampled_from([0, 0, 0, 1, 4]))
    def go_on(self, place: int, days: int) -> None:
        """A verb that the table allows now and that does not end the matter, as long as there is one."""
        state = self._now().state
        open_ways = [v for v in sorted(ACTS) if state in TRANSITIONS[v].sources and v not in ENDINGS]
        if open_ways:
            self._try(open_ways[place % len(open_ways)], days)

    @rule(verb=st.sampled_from(sorted(set(ACTS) - ENDINGS)))
    def try_any(self, verb: str) -> None:
        """A verb out of the blue, as a page that was left open sends it."""
        self._try(verb, 0)

    @precondition(lambda self: self.steps > 6)
    @rule(verb=st.sampled_from(sorted(ENDINGS)))
    def end(self, verb: str) -> None:
        """Refused, withdrawn, discarded or voided."""
        self._try(verb, 0)

    def _try(self, verb: str, days: int) -> None:
        """Do it, or be told why not; then the state is what the table says, or what it was."""
        self.steps += 1
        clock.fix_today(clock.today() + dt.timedelta(days=days))
        username, act = ACTS[verb]
        before = self._now()
        state, target, numbers = before.state, TRANSITIONS[verb].leads_to(before), self._numbers()
        try:
            with transaction():
                act(staff.actor(username), services.reload(self.key))
        except (RuleBroken, Forbidden):
            assert self._now().state == state
            assert self._numbers() == numbers
            return
        assert state in TRANSITIONS[verb].sources, f"{verb} went through in state {state}"
        expected = "issued" if verb == "complete_on_the_spot" else target
        assert self._now().state == expected

    @invariant()
    def the_record_is_whole(self) -> None:
        """One number at most, events that join up, dates that fit the state."""
        if not self.key:
            return
        application = self._now()
        events = application.events
        assert [e.from_state for e in events[1:]] == [e.to_state for e in events[:-1]]
        assert events[-1].to_state == application.state
        assert (application.number is None) == (application.accepted_on is None)
        assert (application.due_on is None) == (application.accepted_on is None)
        assert (application.state == "suspended") <= bool(application.suspended_from)
        if application.state in BEFORE_ACCEPTANCE:
            assert application.number is None
        if application.state in OPEN - BEFORE_ACCEPTANCE:
            assert application.number

    def _now(self) -> Application:
        return session.get_one(Application, self.key)

    def _numbers(self) -> int:
        return session.scalar(select(func.count(IssuedNumber.id))) or 0


@pytest.mark.usefixtures("hall")
def test_random_walks_never_leave_the_table() -> None:
    with transaction():
        today = clock.today()
        clock.fix_today(services.SINCE)
        services.publish(WALKED)
        clock.fix_today(today)
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    assert all(book.is_whole for book in verify_numbers())


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize("verb", sorted(TRANSITIONS))
def test_no_verb_goes_through_from_a_state_that_the_table_does_not_name(verb: str) -> None:
    username, act = ACTS[verb]
    with transaction() as verdict:
        application = services.accepted()
        for state in sorted(set(STATES) - TRANSITIONS[verb].sources):
            application.state = state
            with pytest.raises(RuleBroken, match="页面可能已过时"):
                act(staff.actor(username), application)
        verdict.keep = False


def test_every_verb_has_an_action_a_right_and_words() -> None:
    assert set(ACTS) == set(TRANSITIONS)
    assert {t.permission for t in TRANSITIONS.values()} <= all_permissions()
    assert set(TRANSITIONS) <= set(EVENTS)
    assert set(TONES) == set(STATES)


def test_sources_and_targets_are_states_and_every_state_is_reached() -> None:
    reached = {t.target for t in TRANSITIONS.values() if t.target} | {"draft"}
    assert reached == set(STATES)
    assert all(t.sources <= set(STATES) for t in TRANSITIONS.values())


@pytest.mark.usefixtures("hall")
class TestPossible:
    def test_buttons_are_what_this_post_may_do_next(self) -> None:
        with transaction():
            application = services.accepted()
            granted = services.decided(residents.make_resident())

        def verbs(username: str, record: Application) -> list[str]:
            return [t.verb for t in life.possible(record, staff.actor(username))]

        assert verbs("clerk", application) == [
            "ask_supplement",
            "suspend_application",
            "withdraw_application",
            "void_acceptance",
        ]
        assert verbs("reviewer", application) == [
            "review_application",
            "return_application",
            "ask_supplement",
            "suspend_application",
            "end_application",
        ]
        assert verbs("clerk", granted) == ["issue_result", "void_acceptance"]
        assert verbs("auditor", application) == []

    def test_on_the_spot_is_offered_only_where_the_item_allows_it(self) -> None:
        with transaction():
            zhang = residents.make_zhang()
            plain, card = services.draft(zhang), services.draft(zhang, item="senior_card", business="new")
        clerk = staff.actor("clerk")
        assert "complete_on_the_spot" not in [t.verb for t in life.possible(plain, clerk)]
        assert "complete_on_the_spot" in [t.verb for t in life.possible(card, clerk)]
