"""Reading the hall: scope, stable order, pages, filters, figures, and a bounded number of statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from portal import clock
from portal.db import session, transaction
from portal.errors import Forbidden, NotFound
from portal.services import actions, queries
from portal.services.actions import MaterialCheck
from portal.services.models import Application
from portal.services.queries import Filters
from tests.factories import residents, services, staff
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("hall")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent meanwhile, from an empty session."""
    session.expunge_all()
    with statements() as sent:
        yield sent


def several(number: int) -> list[int]:
    with transaction():
        return [services.accepted(residents.make_resident()).id for _ in range(number)]


class TestGetApplication:
    def test_with_all_that_belongs_to_it_in_a_bounded_number_of_statements(self) -> None:
        with transaction():
            key = services.issued(residents.make_zhang()).id
        with counted() as sent:
            found = queries.get_application(staff.actor("clerk"), key)
            assert found.resident is not None
            assert found.resident.primary_paper is not None
            assert (found.item.name, found.unit.name) == ("困难帮扶登记", "示范街道办事处")
            assert len(found.materials) == 3
            assert len(found.events) == 5
            assert found.handler is not None
            assert found.definition.code == "plain_help"
        assert len(sent) <= 20

    def test_another_streets_is_not_there(self) -> None:
        with transaction():
            key = services.draft().id
        with pytest.raises(NotFound):
            queries.get_application(staff.actor("clerk_s2"), key)
        with pytest.raises(Forbidden):
            queries.get_application(staff.actor("admin"), key)
        assert queries.get_application(staff.actor("district"), key).id == key
        for wrong in (0, -1, 10**30):
            with pytest.raises(NotFound):
                queries.get_application(staff.actor("clerk"), wrong)


class TestListApplications:
    def test_newest_first_page_by_page(self) -> None:
        keys = several(5)
        clerk = staff.actor("clerk")
        pages = [queries.list_applications(clerk, page=n, size=2) for n in (1, 2, 3)]
        assert [[a.id for a in page.rows] for page in pages] == [keys[:2:-1], keys[2:0:-1], keys[:1]]
        assert (pages[0].total, pages[0].number) == (5, 1)
        assert queries.list_applications(clerk, page=99, size=2).number == 3
        assert queries.list_applications(staff.actor("clerk_s2")).total == 0

    def test_the_number_of_statements_does_not_grow(self) -> None:
        several(3)
        with counted() as few:
            rows = queries.list_applications(staff.actor("clerk")).rows
            assert [(a.item.name, a.unit.name, a.handler.name) for a in rows if a.handler]
        several(6)
        with counted() as many:
            rows = queries.list_applications(staff.actor("clerk")).rows
            assert len([(a.item.name, a.unit.name, a.handler.name) for a in rows if a.handler]) == 9
        assert len(few) == len(many) <= 10

    def test_narrowed_by_state_item_clerk_period_unit_and_text(self) -> None:
        clerk, other = staff.actor("clerk"), staff.actor("clerk2")
        with transaction():
            zhang = residents.make_zhang()
            first = services.accepted(zhang)
            card = services.card_on_the_spot(zhang)
            theirs = services.accepted(residents.make_resident(name="李百分%"), clerk=other)
            thrown = services.draft(zhang)
            actions.discard_draft(clerk, thrown, version=None)
            clock.fix_today(dt.date(2026, 11, 25))
            later = services.accepted(zhang)

        def keys(**narrow: object) -> set[int]:
            found = queries.list_applications(clerk, filters=Filters(**narrow))  # type: ignore[arg-type]
            return {a.id for a in found.rows}

        assert keys() == {first.id, card.id, theirs.id, later.id}
        assert keys(state="discarded") == {thrown.id}
        assert keys(state="issued") == {card.id}
        assert keys(state="open") == {first.id, card.id, theirs.id, later.id}
        assert keys(item="senior_card") == {card.id}
        assert keys(clerk_id=other.account_id) == {theirs.id}
        assert keys(first=dt.date(2026, 11, 25)) == {later.id}
        assert keys(last=dt.date(2026, 11, 24)) == {first.id, card.id, theirs.id}
        assert keys(text="%") == {theirs.id}
        assert keys(text="张䶮", item="plain_help") == {first.id, later.id}
        assert keys(text=first.number) == {first.id}
        assert keys(unit_id=staff.unit("S2").id) == set()

    def test_by_number_and_of_a_resident(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            zhang = residents.make_zhang()
            first, second = services.accepted(zhang), services.draft(zhang)
        assert queries.find_by_number(clerk, " 示街办受〔2026〕1号 ") is not None
        assert queries.find_by_number(staff.actor("clerk_s2"), "示街办受〔2026〕1号") is None
        assert [a.id for a in queries.applications_of_resident(clerk, zhang.id)] == [second.id, first.id]
        open_one = queries.find_open_application(zhang.id, "plain_help")
        assert open_one is not None
        assert open_one.id == second.id
        assert queries.find_open_application(zhang.id, "senior_card") is None


class TestWork:
    """What is on the desk, with the figures of the workbench."""

    def test_due_today_overdue_and_soon(self) -> None:
        clock.fix_today(dt.date(2026, 11, 16))
        with transaction():
            key = services.accepted().id
        clerk = staff.actor("clerk")
        for day, due_today, overdue, soon in (
            (dt.date(2026, 11, 25), 0, 0, 0),
            (dt.date(2026, 11, 26), 0, 0, 1),
            (dt.date(2026, 11, 30), 1, 0, 0),
            (dt.date(2026, 12, 1), 0, 1, 0),
        ):
            counts = queries.count_work(clerk, day)
            assert (counts.due_today, counts.overdue, counts.due_soon) == (due_today, overdue, soon), day
            assert len(queries.list_due_today(clerk, day)) == due_today
            assert len(queries.list_overdue(clerk, day)) == overdue
            assert len(queries.list_due_soon(clerk, day)) == soon
            clock.fix_today(day)
            for state, count in (("due_today", due_today), ("overdue", overdue), ("due_soon", soon)):
                assert queries.list_applications(clerk, filters=queries.Filters(state=state)).total == count
        found = services.reload(key)
        assert queries.days_left([found], dt.date(2026, 11, 26)) == {key: 2}
        assert queries.days_left([found], dt.date(2026, 12, 2)) == {key: -2}

    def test_each_post_has_its_own_work(self) -> None:
        with transaction():
            zhang = residents.make_zhang()
            accepted, reviewed = services.accepted(zhang), services.reviewed(zhang)
            decided, issued = services.decided(zhang), services.issued(zhang)
            collected, draft = services.collected(zhang), services.draft(zhang)

        def waiting(username: str) -> set[int]:
            return {a.id for a in queries.list_waiting(staff.actor(username))}

        assert waiting("reviewer") == {accepted.id, reviewed.id}
        assert waiting("leader") == {reviewed.id}
        assert waiting("clerk") == {decided.id, issued.id, collected.id}
        assert waiting("clerk_s2") == set()
        assert [a.id for a in queries.list_drafts(staff.actor("clerk"))] == [draft.id]
        assert queries.list_drafts(staff.actor("clerk2")) == []
        assert [a.id for a in queries.list_to_collect(staff.actor("clerk2"))] == [issued.id]
        counts = queries.count_work(staff.actor("clerk"))
        assert (counts.waiting, counts.drafts, counts.to_collect) == (3, 1, 1)
        assert queries.count_work(staff.actor("reviewer")).waiting == 2

    def test_the_figures_take_a_bounded_number_of_statements(self) -> None:
        several(4)
        with counted() as sent:
            queries.count_work(staff.actor("reviewer"))
        assert len(sent) <= 15

    def test_samples_wait_for_somebody_else(self) -> None:
        with transaction():
            services.publish(
                services.replace(services.PLAIN, on_the_spot=True, on_the_spot_alone=True, sample_percent=100)
            )
            application = services.checked(services.draft())
            actions.complete_on_the_spot(staff.actor("clerk"), application, version=None)
        supervisor = staff.actor("supervisor")
        sample = queries.list_samples(supervisor)[0]
        assert sample.application_id == application.id
        assert queries.count_work(supervisor).samples == 1
        assert queries.list_samples(staff.actor("clerk")) == []
        assert queries.get_sample(supervisor, sample.id) is sample
        with pytest.raises(Forbidden):
            queries.get_sample(staff.actor("clerk2"), sample.id)

    def test_the_due_date_explains_itself_day_by_day(self) -> None:
        clock.fix_today(dt.date(2026, 9, 18))
        with transaction():
            application = services.accepted()
        due = queries.explain_due(application)
        assert due is not None
        assert due.due == application.due_on
        makeup = next(row for row in due.days if row.day == dt.date(2026, 9, 20))
        assert makeup.counted
        assert [row.number for row in due.days if row.counted] == list(range(1, 11))


class TestAttachments:
    def test_only_files_of_the_application(self) -> None:
        with transaction():
            application = services.draft()
            with pytest.raises(NotFound):
                queries.get_attachment(application, 1)

    def test_enquiries_within_sight(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            made = actions.record_enquiry(
                clerk, unit_id=staff.unit("S").id, name="甲", matter="问", answer="答"
            )
        assert [e.id for e in queries.list_enquiries(clerk, first=dt.date(2026, 11, 22))] == [made.id]
        assert queries.list_enquiries(clerk, last=dt.date(2026, 11, 21)) == []
        assert queries.get_enquiry(clerk, made.id).matter == "问"
        with pytest.raises(NotFound):
            queries.get_enquiry(staff.actor("clerk_s2"), made.id)

    def test_a_promise_that_is_kept_leaves_the_list(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            application: Application = services.checked(services.draft(), proof=MaterialCheck("promised"))
            actions.accept_application(clerk, application, version=None)
        later = dt.date(2027, 1, 29)
        assert queries.count_work(clerk, later).promised_overdue == 1
        with transaction():
            actions.receive_promised(
                clerk, services.reload(application.id), version=None, code="proof", form="copy"
            )
        assert queries.count_work(clerk, later).promised_overdue == 0
