"""A standard adjustment from its preview to its reversal: to the fen, nothing twice."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select, update

from portal import clock
from portal.db import session, transaction
from portal.documents.books import verify_numbers
from portal.documents.models import Document
from portal.errors import Forbidden, RuleBroken
from portal.jobs import running
from portal.jobs.models import Job
from portal.services import leads as leads_source
from portal.services.assistance.actions import write_decision
from portal.services.assistance.adjustments import actions, auditing
from portal.services.assistance.models import SupportDecision, SupportDue, SupportFile
from portal.services.assistance.payments.models import PaymentLine
from portal.services.assistance.queries import decision_in_force
from portal.services.assistance.rules.family import Family
from portal.services.assistance.rules.reckoning import reckon
from portal.services.assistance.standards import terms_on
from portal.services.assistance.sums import Sums
from portal.services.items.minimum_living.models import HouseholdDeclaration, PreliminaryOpinion
from tests.factories import adjustments as batch
from tests.factories import assistance, residents, services, staff
from tests.factories.adjustments import JULY, JUNE, MAY

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def in_june(database: None) -> None:
    """The standard was announced on 20 May for May, which is paid; it is June now."""
    clock.fix_today(dt.date(2026, 6, 8))


def _file(key: int) -> SupportFile:
    return session.get_one(SupportFile, key)


class TestTheOracle:
    def test_1872_households_of_3219_persons_come_to_128760_yuan_a_month(self) -> None:
        sizes = [1] * 525 + [2] * 1347
        assert (len(sizes), sum(sizes)) == (1_872, 3_219)
        with transaction():
            batch.make_standard()
            batch.make_files([(n, (i % 7) * 5_000 * n) for i, n in enumerate(sizes)])
        key = batch.entered(run=JULY)
        with transaction("read"):
            found = batch.see(key)
            assert (found.state, found.households, found.persons) == ("previewed", 1_872, 3_219)
            assert (found.delta_fen, found.arrears_months, found.arrears_fen) == (12_876_000, 2, 25_752_000)
            assert found.exceptions == found.leads == 0

    @pytest.mark.parametrize(("households", "fen"), [(311, 373_200), (310, 372_000)])
    def test_flat_households_move_by_the_household(self, households: int, fen: int) -> None:
        with transaction():
            batch.make_standard(18_000, scheme="flat_hardship")
            batch.make_files(
                [(2, 0)] * households, standard_fen=18_000, scheme="flat_hardship", method="flat"
            )
        key = batch.entered(18_000, 19_200, run=MAY, scheme="flat_hardship")
        with transaction("read"):
            found = batch.see(key)
            assert (found.households, found.delta_fen, found.arrears_fen) == (households, fen, 0)


def test_scenario_13() -> None:
    """600→640 from May, decided on 20 May, May paid: June at the new sum with one month of arrears; nothing twice."""
    with transaction():
        batch.make_standard()
        one, three = batch.make_files([(1, 0), (3, 110_000)])
    key = batch.entered()
    with transaction("read"):
        assert batch.see(key).arrears_months == 1
    with pytest.raises(Forbidden), transaction():
        actions.approve_adjustment(staff.actor("clerk"), batch.see(key), version=None)
    assert batch.approve(key) == "done"
    with transaction("read"):
        found = batch.see(key)
        assert (found.state, found.delta_fen, found.arrears_fen) == ("applied", 16_000, 16_000)
        sums = {k: decision_in_force(_file(k), JUNE) for k in (one, three)}
        assert {k: d.total_fen for k, d in sums.items() if d} == {one: 64_000, three: 82_000}
        dues = {due.file_id: (due.kind, due.fen, due.months) for due in session.scalars(select(SupportDue))}
        assert dues == {one: ("arrears", 4_000, 1), three: ("arrears", 12_000, 1)}
        assert terms_on("minimum_living", "urban", MAY, street_id=found.street_id).standard_fen == 64_000
        assert all(report.is_whole for report in verify_numbers())
        assert auditing.audit_adjustment(found).is_sound
    again = batch.entered()
    with transaction("read"):
        second = batch.see(again)
        assert (second.households, second.unchanged, second.delta_fen) == (0, 2, 0)
    with pytest.raises(RuleBroken, match="没有需要调整的户"), transaction():
        actions.approve_adjustment(staff.actor("leader"), batch.see(again), version=None)
    with transaction("read"):
        assert session.scalar(select(func.count(SupportDecision.id))) == 4


def test_scenario_15() -> None:
    """620 a head on no aid when the standard goes to 640: a lead, and paid nothing without an application."""
    with transaction():
        batch.make_standard()
        people = assistance.make_people(3)
        margin = assistance.make_file(
            people=people,
            scheme="marginal_income",
            reckoning=Sums("difference", 3, 60_000, 186_000, 0),
            bank=False,
        )
        assistance.make_file(
            people=assistance.make_people(1),
            scheme="marginal_income",
            reckoning=Sums("difference", 1, 60_000, 64_000, 0),
            bank=False,
        )
        batch.make_files([(1, 0)])
        file_id = margin.id
    key = batch.entered()
    with transaction("read"):
        (lead,) = batch.lines(key, "lead")
        assert (lead.file_id, lead.persons, lead.new_total_fen) == (file_id, 3, 6_000)
    assert batch.approve(key) == "done"
    with transaction("read"):
        decision = decision_in_force(_file(file_id), JULY)
        assert decision is not None
        assert decision.total_fen == 0
        assert not session.scalars(select(SupportDue).where(SupportDue.file_id == file_id)).all()


class TestExceptions:
    def test_each_is_listed_with_its_reason_and_left_alone(self) -> None:
        with transaction():
            batch.make_standard()
            plain = assistance.make_file(2, 20_000, standard_fen=60_000)
            fading = assistance.make_file(1, standard_fen=60_000)
            fading.state = "fading"
            suspended = assistance.make_file(1, standard_fen=60_000)
            suspended.state = "suspended"
            tier = assistance.make_file(1, reckoning=Sums("tier", 1, 60_000, 0, 45_000))
            odd = assistance.make_file(1, reckoning=Sums("difference", 1, 60_000, 0, 30_000))
            dead = assistance.make_file(2, standard_fen=60_000)
            dead.members[1].resident.death_date = dt.date(2026, 6, 1)
            later = assistance.make_file(1, standard_fen=60_000)
            write_decision(
                staff.actor("reviewer"),
                later,
                kind="increase",
                effective_month=JULY,
                sums=Sums("difference", 1, 60_000, 0, 60_000),
            )
            wanted = {
                fading.id: "fading",
                suspended.id: "suspended",
                tier.id: "tier",
                odd.id: "reckoning",
                dead.id: "death",
                later.id: "later",
            }
            plain_id = plain.id
        key = batch.entered()
        with transaction("read"):
            assert {line.file_id: line.reason for line in batch.lines(key, "exception")} == wanted
            assert [line.file_id for line in batch.lines(key)] == [plain_id]
        assert batch.approve(key) == "done"
        with transaction("read"):
            touched = select(SupportDecision.file_id).where(SupportDecision.kind == "adjust")
            assert list(session.scalars(touched)) == [plain_id]

    @pytest.mark.both
    def test_somebody_counted_twice_through_a_merged_record(self) -> None:
        with transaction():
            batch.make_standard()
            one = assistance.make_file(1, standard_fen=60_000)
            two = assistance.make_file(1, standard_fen=60_000)
            two.head.merged_into_id = one.head_id
            wanted = {one.id, two.id}
        key = batch.entered()
        with transaction("read"):
            found = batch.lines(key, "exception")
            assert {line.file_id for line in found} == wanted
            assert {line.reason for line in found} == {"overlap"}


class TestGround:
    def test_a_decision_after_the_preview_stops_the_batch_and_names_the_file(self) -> None:
        with transaction():
            batch.make_standard()
            batch.make_files([(1, 0)])
            file = assistance.make_file(2, 50_000, standard_fen=60_000)
            file_id, number = file.id, file.number
        key = batch.entered()
        with transaction():
            write_decision(
                staff.actor("reviewer"),
                _file(file_id),
                kind="increase",
                effective_month=JUNE,
                sums=Sums("difference", 2, 60_000, 30_000, 90_000),
            )
        assert batch.approve(key) == "failed"
        with transaction("read"):
            found = batch.see(key)
            assert (found.state, found.approved_by) == ("previewed", None)
            job = session.get_one(Job, found.job_id or 0)
            assert number in job.reason or number in str(job.outcome)
            assert not session.scalars(select(SupportDecision).where(SupportDecision.kind == "adjust")).all()
        with transaction():
            actions.preview_adjustment(staff.actor("clerk"), batch.see(key), version=None)
        running.run_pending()
        assert batch.approve(key) == "done"
        with transaction("read"):
            line = next(one for one in batch.lines(key) if one.file_id == file_id)
            assert (line.from_month, line.delta_fen, line.arrears_fen) == (JUNE, 8_000, 8_000)
            assert line.workings == {"months": [["2026-05", 8_000]]}

    @pytest.mark.both
    def test_what_broke_off_is_gone_on_with_and_nothing_happens_twice(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from portal.services.assistance.adjustments import applying

        with transaction():
            batch.make_standard()
            batch.make_files([(1, 0)] * 5)
        key = batch.entered()
        monkeypatch.setattr(applying, "PORTION", 2)
        once = applying.apply_lines
        calls: list[int] = []

        def breaks(actor: object, adjustment: object, lines: object) -> None:
            calls.append(1)
            if len(calls) == 2:
                raise OSError("the machine stopped")
            once(actor, adjustment, lines)  # type: ignore[arg-type]

        monkeypatch.setattr(applying, "apply_lines", breaks)
        assert batch.approve(key) == "done"
        with transaction("read"):
            numbers = list(
                session.scalars(select(SupportDecision.number).where(SupportDecision.kind == "adjust"))
            )
            assert len(numbers) == len(set(numbers)) == 5
            assert session.scalar(select(func.sum(SupportDue.fen))) == 5 * 4_000
            assert all(report.is_whole for report in verify_numbers())


class TestReverse:
    def test_the_whole_batch_goes_back_and_what_was_paid_is_recovered(self) -> None:
        with transaction():
            batch.make_standard()
            one, two, later = batch.make_files([(1, 0), (2, 0), (1, 10_000)])
        key = batch.entered()
        assert batch.approve(key) == "done"
        with transaction():
            session.execute(update(SupportDue).where(SupportDue.file_id == two).values(settled_month=JUNE))
            batch.paid(JUNE, (one, two, later))
            write_decision(
                staff.actor("reviewer"),
                _file(later),
                kind="increase",
                effective_month=JULY,
                sums=Sums("difference", 1, 64_000, 0, 64_000),
            )
        clock.fix_today(dt.date(2026, 7, 6))
        assert batch.reverse(key) == "done"
        with transaction("read"):
            found = batch.see(key)
            assert found.state == "reversed"
            assert {k: decision_in_force(_file(k), JULY).total_fen for k in (one, two, later)} == {  # type: ignore[union-attr]
                one: 60_000,
                two: 120_000,
                later: 64_000,
            }
            recovery = select(SupportDue.file_id, SupportDue.fen).where(SupportDue.kind == "recovery")
            # June was paid at the new sum; of the arrears only those of the second household were.
            assert dict(session.execute(recovery).all()) == {one: -4_000, two: -8_000 - 8_000}  # type: ignore[arg-type]
            assert found.recovered_fen == 20_000
            assert [line.outcome for line in batch.lines(key)] == ["", "", "later"]
            cancelled = select(SupportDue.file_id).where(SupportDue.cancelled_on.is_not(None))
            assert list(session.scalars(cancelled)) == [one]
            assert terms_on("minimum_living", "urban", JULY, street_id=None).standard_fen == 60_000
            assert all(report.is_whole for report in verify_numbers())

    @pytest.mark.both
    def test_nothing_is_recovered_that_a_household_never_had(self) -> None:
        with transaction():
            batch.make_standard()
            had, left_out, came_back, _unlisted = batch.make_files([(1, 0)] * 4)
        key = batch.entered()
        assert batch.approve(key) == "done"
        with transaction():
            batch.paid(JUNE, (had, left_out, came_back), withheld=(left_out,), returned=(came_back,))
            line = select(PaymentLine.id).where(PaymentLine.file_id == came_back).scalar_subquery()
            arrears = update(SupportDue).where(SupportDue.file_id == came_back)
            session.execute(arrears.values(settled_month=JUNE, payment_line_id=line))
        clock.fix_today(dt.date(2026, 7, 6))
        assert batch.reverse(key) == "done"
        with transaction("read"):
            recovery = select(SupportDue.file_id, SupportDue.fen).where(SupportDue.kind == "recovery")
            assert session.execute(recovery).all() == [(had, -4_000)]

    def test_the_one_who_proposed_it_does_not_decide(self) -> None:
        with transaction():
            batch.make_standard()
            batch.make_files([(1, 0)])
        key = batch.entered()
        assert batch.approve(key) == "done"
        with transaction():
            actions.ask_reversal(staff.actor("reviewer"), batch.see(key), version=None, reason="文件有误")
        with pytest.raises(Forbidden), transaction():
            actions.approve_reversal(staff.actor("reviewer"), batch.see(key), version=None)

    def test_whoever_does_not_agree_says_why_and_it_may_be_asked_for_again(self) -> None:
        with transaction():
            batch.make_standard()
            batch.make_files([(1, 0)])
        key = batch.entered()
        assert batch.approve(key) == "done"
        with transaction():
            actions.ask_reversal(staff.actor("reviewer"), batch.see(key), version=None, reason="文件有误")
        with pytest.raises(RuleBroken) as refused, transaction():
            actions.refuse_reversal(staff.actor("leader"), batch.see(key), version=None, reason="  ")
        assert refused.value.field == "reason"
        with transaction():
            actions.refuse_reversal(staff.actor("leader"), batch.see(key), version=None, reason="文件无误 ")
            found = batch.see(key)
            assert (found.state, found.reversal_refusal) == ("applied", "文件无误")
            actions.ask_reversal(staff.actor("reviewer"), found, version=None, reason="另有新文件")
            assert (found.state, found.reversal_refusal) == ("reversal_asked", "")


class TestEnter:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"scheme": "marginal_income"}, "scheme"),
            ({"new": 60_000}, "new_fen"),
            ({"source": " "}, "source"),
            ({"decided_on": dt.date(2026, 6, 9)}, "decided_on"),
            ({"decided_on": dt.date(1, 6, 9)}, "decided_on"),
            ({"effective_month": dt.date(1, 1, 1)}, "effective"),
            ({"effective_month": dt.date(2027, 7, 1)}, "effective"),
            ({"run": dt.date(9999, 12, 1)}, "run"),
            ({"new": 100_000_001}, "new_yuan"),
            ({"old": -1}, "old_yuan"),
        ],
    )
    def test_what_is_no_adjustment_is_refused_at_its_field(
        self, changes: dict[str, object], field: str
    ) -> None:
        with pytest.raises(RuleBroken) as refused:
            batch.entered(**changes)  # type: ignore[arg-type]
        assert refused.value.field == field

    def test_one_batch_of_a_kind_at_a_time(self) -> None:
        with transaction():
            batch.make_standard()
            batch.make_files([(1, 0)])
        batch.entered()
        with pytest.raises(RuleBroken, match="没有办完"):
            batch.entered(new=65_000)


class TestLetters:
    def test_each_household_gets_one_with_the_number_of_its_decision(self) -> None:
        with transaction():
            batch.make_standard()
            residents.make_resident()
            batch.make_files([(2, 20_000), (1, 0)])
        key = batch.entered()
        assert batch.approve(key) == "done"
        for _ in range(2):
            with transaction():
                actions.write_letters(staff.actor("clerk"), batch.see(key))
            running.run_pending()
        with transaction("read"):
            papers = list(session.scalars(select(Document).where(Document.kind == "adjustment_notice")))
            lines = batch.lines(key)
            assert [paper.number for paper in papers] == [line.new_decision.number for line in lines]  # type: ignore[union-attr]
            facts = papers[0].frozen["facts"]
            assert (facts["old_total"], facts["new_total"], facts["arrears"]) == (100_000, 108_000, 8_000)


def test_a_refused_application_between_the_standards_is_a_lead() -> None:
    with transaction():
        batch.make_standard()
        services.seed()
        leads_source.join()
        for income in (62_000, 59_000, 64_000):
            application = services.draft(assistance.make_people(1)[0])
            application.result, application.decided_on = "denied", dt.date(2026, 2, 10)
            declaration = HouseholdDeclaration(application=application, applicant_id=application.resident_id)
            terms = terms_on("minimum_living", "urban", JUNE, street_id=None)
            opinion = PreliminaryOpinion(
                declaration=declaration,
                opinion="disagree",
                month=JUNE,
                written_on=dt.date(2026, 2, 9),
                written_by=staff.actor("clerk").account_id,
            )
            opinion.sheet = reckon(Family(income_fen=income, persons_known=1), terms).to_plain()
            session.add(opinion)
    key = batch.entered()
    with transaction("read"):
        (lead,) = batch.lines(key, "lead")
        assert (lead.reason, lead.income_fen, lead.new_total_fen) == ("denied", 62_000, 2_000)
        assert lead.application_id is not None
