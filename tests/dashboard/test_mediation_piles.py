"""People's mediation on the workbench: each post sees what it can work on, dangers before all, late ones red."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import event

from portal import clock
from portal.dashboard.mediation_piles import mediation_piles
from portal.db import session, transaction
from portal.disputes.actions.tasks import NewTask, give_tasks
from portal.mediation.actions.endangering import report_danger
from portal.mediation.actions.recusing import ask_recusal
from portal.web.application import Portal
from tests.disputes.bodies import HUMAN, make_bodies
from tests.factories import agreements, mediation, staff
from tests.page import Browser
from tests.services.conftest import unrendered

__all__ = ["unrendered"]
PEOPLE = ("mediator", "chair", "justice", "supervisor", "labour", "clerk", "leader")
# How many statements the busiest desk may take, however much lies on it.
MOST_STATEMENTS = 45


def test_each_post_finds_what_waits_for_it(app: Portal, unrendered: None) -> None:
    with app.app_context(), transaction():
        _busy()
    clock.fix_today(dt.date(2026, 12, 24))
    with app.test_request_context("/"):
        standing = {
            who: [
                (pile.code, pile.count, pile.is_late)
                for pile in mediation_piles(staff.actor(who), clock.today())
            ]
            for who in PEOPLE
        }
        mediator, statements = staff.actor("mediator"), []
        event.listen(session.get_bind(), "before_cursor_execute", lambda *a: statements.append(a[2]))
        mediation_piles(mediator, clock.today())
        assert len(statements) <= MOST_STATEMENTS
    assert standing["justice"][0] == standing["supervisor"][0] == ("dangers", 1, True)
    assert standing["labour"] == [("tasks_late", 1, True)]
    assert standing["clerk"] == standing["leader"] == []
    codes = {who: {code for code, _count, _late in rows} for who, rows in standing.items()}
    assert {"mine", "overdue", "agreements-overdue", "joint_late"} <= codes["mediator"]
    assert "recusals" in codes["chair"] - codes["mediator"]
    assert standing["chair"][0] == ("dangers", 1, True)
    assert "dangers" not in codes["mediator"]
    assert "agreements-overdue" in codes["supervisor"]
    for rows in standing.values():
        late = [is_late for _code, _count, is_late in rows]
        assert late == sorted(late, reverse=True)

    page = Browser(app.test_client()).sign_in("supervisor", staff.PASSWORD).open("/").page
    red = [node for node in page.tree.root.walk() if "figure-bad" in (node.get("class") or "").split()]
    assert any("涉险报告未阅" in node.words() for node in red)

    for who in ("chair", "mediator"):
        page = Browser(app.test_client()).sign_in(who, staff.PASSWORD).open("/").page
        first = [n for n in page.tree.root.walk() if "btn-primary" in (n.get("class") or "").split()]
        assert first[0].words() == "当场调解登记"


def _busy() -> None:
    """A case with a danger and a request to stand aside, one owed since weeks, a task that nobody answered."""
    who, day = staff.actor("mediator"), dt.date(2026, 11, 20)
    make_bodies()
    case = mediation.make_case("mediating", on=day)
    report_danger(
        who,
        case,
        version=None,
        danger="violence",
        facts="扬言报复。",
        noticed_at=clock.now(),
        reported_at=clock.now(),
        station="示范派出所",
        receiver="值班员",
        way="phone",
    )
    ask_recusal(
        who,
        case,
        version=None,
        mediator=mediation.mediator_of("mediator"),
        asked_by="party",
        reason="是对方的亲戚",
        party_id=case.parties[0].id,
    )
    give_tasks(
        who,
        case.dispute,
        version=None,
        unit_id=case.unit_id,
        new=[
            NewTask(role="lead", body_id=case.unit_id, task="牵头"),
            NewTask(body_id=staff.unit(HUMAN).id, task="核实工资标准", due_on=dt.date(2026, 11, 24)),
        ],
    )
    agreements.in_force(on=day)
