"""Registrations on both databases: one parent or two, promise instead of proof, changes, copies, voiding, merges, numbers."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from portal import audit, clock
from portal import settings as office
from portal.db import session, transaction
from portal.documents.books import verify_numbers
from portal.documents.facts import from_plain
from portal.documents.models import Document
from portal.documents.progress import progress_of
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.residents.actions import merge_residents, undo_merge
from portal.services import actions
from portal.services.items.birth_registration import actions as births
from portal.services.items.birth_registration import papers, queries
from portal.services.items.birth_registration.models import BirthRegistration
from portal.services.models import Application
from portal.settings.actions import change_setting
from tests.factories import residents, services, staff
from tests.factories.births import DUE, draft, make_father, make_mother, registered

pytestmark = pytest.mark.usefixtures("hall")
TODAY = dt.date(2026, 11, 22)


def made() -> list[BirthRegistration]:
    return list(session.scalars(select(BirthRegistration).order_by(BirthRegistration.id)))


def face(registration: BirthRegistration) -> papers.BirthCertificate:
    assert registration.document is not None
    return from_plain(papers.BirthCertificate, registration.document.frozen["facts"])


def set_rule(name: str, text: str) -> None:
    change_setting(
        staff.actor("admin"),
        key=f"birth_registration.{name}",
        text=text,
        valid_from=clock.today(),
        reason="本省规定",
    )


def void(application: Application) -> None:
    actions.void_acceptance(staff.actor("clerk"), application, version=None, reason="录错了人")


class TestIssueRegistration:
    def test_on_the_spot_for_a_mother_alone(self) -> None:
        with transaction():
            application = registered(make_mother(), employer="示范工厂")
        one = made()[0]
        assert (application.state, one.number, one.status) == ("issued", "示街办育〔2026〕1号", "valid")
        assert application.result_text == "生育登记凭证 示街办育〔2026〕1号"
        assert (one.mother_id, one.father_id, one.birth_order) == (application.resident_id, None, 1)
        assert (one.due_on, one.born_on, one.newborns) == (DUE, None, 0)
        facts = face(one)
        assert [(p.side, p.name, p.identity_masked) for p in facts.parents] == [
            ("女方", "刘样本", "119901********0266")
        ]
        assert (facts.weeks, facts.order, len(facts.newborns)) == ("12 周 + 0 天", "第 1 孩", 2)

    @pytest.mark.both
    def test_the_code_to_check_leads_to_no_person(self) -> None:
        with transaction():
            registered(make_mother())
        document = made()[0].document
        assert document is not None
        assert "119901198806150266" not in str(document.frozen)
        assert progress_of(document) == "有效"

    def test_a_father_alone_and_both_of_them(self) -> None:
        with transaction():
            father = make_father()
            registered(father)
            mother = residents.make_resident(name="王样本", sex="2")
            registered(mother, partner=residents.make_resident(name="李样本", sex="1").id)
        first, second = made()
        assert (first.mother_id, first.father_id) == (None, father.id)
        assert second.mother_id == mother.id
        assert [parent.side for parent in face(second).parents] == ["女方", "男方"]

    @pytest.mark.parametrize(
        ("kind", "number"),
        [
            ("passport", "E12345678"),
            ("foreign_permanent", "932682198501010017"),
            ("residence_permit_hmt", "810000199001010019"),
            ("travel_permit_taiwan", "12345678"),
        ],
    )
    def test_a_partner_from_elsewhere(self, kind: str, number: str) -> None:
        with transaction():
            typed = {} if kind in {"foreign_permanent", "residence_permit_hmt"} else {"sex": "1"}
            birth = {"foreign_permanent": dt.date(1985, 1, 1)}.get(kind, dt.date(1990, 1, 1))
            partner = residents.make_resident(
                name="样本外", kind=kind, number=number, birth_date=birth, **{"sex": "1"} | typed
            )
            registered(make_mother(), partner=partner.id, partner_nationality="样本国")
        father = face(made()[0]).parents[1]
        assert father.nationality == "样本国"
        assert number not in str(father)

    def test_late_with_twins_has_two_lines_and_two_places(self) -> None:
        with transaction():
            twins = [{"name": n, "sex": "2", "birth": "2026-11-01", "paper": p} for n, p in TWINS]
            registered(
                make_mother(),
                business="late",
                last_period=None,
                newborns=twins,
                children=[{"name": "刘大", "birth": "2020-03-01", "source": "own"}],
            )
        one = made()[0]
        assert (one.birth_order, one.newborns, one.born_on) == (2, 2, dt.date(2026, 11, 1))
        facts = face(one)
        assert facts.order == "第 2、3 孩"
        assert [line.order for line in facts.newborns] == [2, 3]
        assert facts.newborns[1].paper_masked == "T1******45"
        assert "119901202611010027" not in str(facts)
        assert "119901202611010027" not in str(one.application.answers)

    def test_each_rule_of_the_office_speaks_before_a_number_is_taken(self) -> None:
        with transaction():
            mother = make_mother()
        refused: list[tuple[str, dict[str, Any], str]] = [
            ("late", {"last_period": None}, "newborns"),
            ("register", {"collects": "electronic"}, "collects"),
            ("register", {"basis": "living", "lives_since": "2026-11-20"}, "lives_since"),
        ]
        for business, given, field in refused:
            with pytest.raises(RuleBroken) as found, transaction():
                registered(mother, business=business, **given)
            assert found.value.field == field
        with transaction("read"):
            assert made() == []
            assert all(book.is_whole for book in verify_numbers())

    def test_the_number_follows_the_office_s_pattern(self) -> None:
        with transaction():
            change_setting(
                staff.actor("admin"),
                key="documents.number_pattern.birth_registration",
                text="119901{YYYY}{seq:05}",
                valid_from=TODAY,
                reason="省里统一",
            )
            registered(make_mother())
        assert made()[0].number == "119901202600001"

    def test_a_province_that_wants_a_wedding_and_a_limit(self) -> None:
        with transaction():
            for name, text in (("marriage", "required"), ("limit", "1"), ("counts_adopted", "yes")):
                set_rule(name, text)
            mother, father = make_mother(), make_father()
        with pytest.raises(RuleBroken, match="另一方"), transaction():
            registered(mother)
        wed = {"partner": father.id, "married_on": "2020-05-20", "marriage_number": "J119901-2020-000001"}
        with pytest.raises(RuleBroken, match="第 2 孩"), transaction():
            registered(mother, children=[{"name": "甲", "birth": "2020-03-01", "source": "adopted"}], **wed)
        with transaction():
            application = registered(mother, **wed)
            assert "marriage" in {m.code for m in application.materials}
        assert face(made()[0]).married == "2020年5月20日 J119901-2020-000001"
        assert office.value("birth_registration.marriage") == "required"

    def test_one_pregnancy_is_registered_once_whoever_comes_first(self) -> None:
        with transaction():
            mother, father = make_mother(), make_father()
            registered(mother, partner=father.id)
        with pytest.raises(RuleBroken, match="示街办育〔2026〕1号"), transaction():
            registered(father, due_on="2027-06-10", last_period=None)


TWINS = (("刘甲样", "119901202611010027"), ("刘乙样", "T119901245"))


class TestTakePromise:
    def test_stands_for_what_is_missing(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            application = draft(
                make_mother(),
                business="late",
                last_period=None,
                partner=make_father().id,
                newborns=[{"name": "刘甲样", "sex": "2", "birth": "2026-11-01"}],
            )
            services.checked(application, birth_proof=actions.MaterialCheck("missing", note="没带"))
            paper = births.take_promise(clerk, application, version=None)
            again = births.take_promise(clerk, application, version=None)
            actions.complete_on_the_spot(clerk, application, version=None)
            states = {m.code: (m.state, m.note) for m in application.materials}
        assert states == {
            "identity": ("received", ""),
            "birth_proof": ("waived", "书面承诺代替"),
        }
        facts = from_plain(papers.BirthPromise, paper.frozen["facts"])
        assert facts.replaced == ("出生医学证明",)
        assert [p.side for p in facts.parents] == ["女方", "男方"]
        with transaction("read"):
            assert session.get_one(Document, paper.id).status == "replaced"
            assert again.replaces_id == paper.id

    def test_not_where_the_office_takes_none_nor_afterwards(self) -> None:
        with transaction():
            application = registered(make_mother())
            with pytest.raises(RuleBroken, match="受理以后"):
                births.take_promise(staff.actor("clerk"), application, version=None)
            set_rule("promise", "no")
            other = draft(make_father(), last_period=None)
            with pytest.raises(RuleBroken, match="告知承诺"):
                births.take_promise(staff.actor("clerk"), other, version=None)


class TestChange:
    def test_takes_the_place_of_the_registration_and_carries_its_answers_over(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            mother, father = make_mother(), make_father()
            registered(mother, partner=father.id, employer="甲厂", partner_employer="乙厂")
            application = services.draft(father, item="birth_registration", business="change")
            births.carry_over(clerk, application, version=None)
            kept = dict(application.answers or {})
            assert (kept["partner"], kept["employer"], kept["partner_employer"]) == (
                mother.id,
                "乙厂",
                "甲厂",
            )
            given = kept | {
                "change_note": "补记出生的孩子",
                "newborns": [{"name": "刘甲样", "sex": "2", "birth": "2026-11-20"}],
            }
            actions.save_answers(clerk, application, version=None, answers=given)
            actions.complete_on_the_spot(clerk, services.checked(application), version=None)
        first, second = made()
        assert (first.status, second.status, second.replaces_id) == ("replaced", "valid", first.id)
        assert (second.number, second.born_on) == ("示街办育〔2026〕2号", dt.date(2026, 11, 20))
        assert second.document is not None
        assert second.document.frozen["imprint"]["replaces_number"] == "示街办育〔2026〕1号"
        assert face(second).note == "变更内容：补记出生的孩子"
        assert queries.chain_of(second) == [second, first]

    @pytest.mark.both
    def test_a_void_change_brings_the_former_back_under_a_new_number(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            mother = make_mother()
            registered(mother)
            change = services.checked(draft(mother, business="change", change_note="改医院"))
            void(actions.complete_on_the_spot(clerk, change, version=None))
        first, second = made()
        assert (first.status, first.number, second.status) == ("valid", "示街办育〔2026〕3号", "voided")
        with transaction("read"):
            assert all(book.is_whole for book in verify_numbers())

    def test_without_a_registration_there_is_nothing_to_change(self) -> None:
        with transaction():
            application = services.checked(draft(make_mother(), business="change", change_note="改"))
            with pytest.raises(RuleBroken, match="没有查到有效的生育登记"):
                actions.complete_on_the_spot(staff.actor("clerk"), application, version=None)


class TestCorrectRegistration:
    def test_a_copy_keeps_its_number_and_its_words(self) -> None:
        with transaction():
            mother = make_mother()
            registered(mother)
            mother.address = "搬到了别处"
        with transaction():
            one = made()[0]
            births.correct_registration(
                staff.actor("clerk"), one, version=one.version, kind="reissue", reason="遗失"
            )
        again = made()[0]
        assert again.number == "示街办育〔2026〕1号"
        assert again.document is not None
        assert (again.document.edition, again.document.number) == (2, again.number)
        assert face(again).parents[0].address != "搬到了别处"

    @pytest.mark.both
    def test_a_correction_says_what_the_register_says_under_a_new_number(self) -> None:
        with transaction():
            mother = make_mother()
            registered(mother)
            mother.address = "搬到了别处"
            births.correct_registration(
                staff.actor("clerk"), made()[0], version=None, kind="correct", reason="住址写错"
            )
        again = made()[0]
        assert again.number == "示街办育〔2026〕2号"
        assert face(again).parents[0].address == "搬到了别处"

    def test_is_refused_without_reason_kind_right_or_the_newest_version(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            application = registered(make_mother())
            one = made()[0]
            with pytest.raises(RuleBroken) as found:
                births.correct_registration(clerk, one, version=None, kind="reissue", reason=" ")
            assert found.value.field == "reason"
            with pytest.raises(RuleBroken):
                births.correct_registration(clerk, one, version=None, kind="other", reason="遗失")
            with pytest.raises(Conflict):
                births.correct_registration(clerk, one, version=99, kind="reissue", reason="遗失")
            with pytest.raises(Forbidden):
                births.correct_registration(
                    staff.actor("leader"), one, version=None, kind="reissue", reason="遗失"
                )
            void(application)
            with pytest.raises(RuleBroken, match="不是有效"):
                births.correct_registration(clerk, one, version=None, kind="reissue", reason="遗失")


class TestSwitchApproval:
    def test_the_version_in_force_knows_it_or_does_not(self) -> None:
        admin, leader = staff.actor("admin"), staff.actor("leader")
        with transaction():
            assert not births.has_approval()
            assert births.switch_approval(admin, is_on=True, version=None) is None
            assert not births.has_approval()
            same = dataclasses.replace(admin, role="leader", post_id=None)
            with pytest.raises(Forbidden):
                births.switch_approval(same, is_on=True, version=None)
            with pytest.raises(Conflict):
                births.switch_approval(leader, is_on=True, version=1)
            assert births.switch_approval(leader, is_on=True, version=None) is not None
            assert births.has_approval()
            application = services.checked(
                draft(make_mother(), business="approval", approval_reason="病残儿")
            )
            with pytest.raises(RuleBroken, match="不能当场办结"):
                actions.complete_on_the_spot(staff.actor("clerk"), application, version=None)
            accepted = actions.accept_application(staff.actor("clerk"), application, version=None)
            assert accepted.due_on == dt.date(2026, 12, 15)
            births.switch_approval(admin, is_on=False, version=None)
            births.drop_switch(admin, version=None)
            births.switch_approval(leader, is_on=False, version=None)
            assert births.has_approval()
            births.switch_approval(admin, is_on=False, version=None)
            assert not births.has_approval()
            assert accepted.definition.business("approval") is not None


class TestMoveRegistrations:
    def test_follow_a_merge_and_come_back(self) -> None:
        reviewer = staff.actor("reviewer")
        with transaction():
            mother = make_mother()
            registered(mother)
            double = residents.make_resident(name="刘样本", sex="2")
            revision = merge_residents(reviewer, double, gone=mother, version=None, reason="同一人")
            assert made()[0].mother_id == double.id
            undo_merge(reviewer, revision, reason="不是同一人")
            assert made()[0].mother_id == mother.id


class TestCarryOver:
    def test_notes_what_was_read(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            mother = make_mother()
            registered(mother)
            application = services.draft(mother, item="birth_registration", business="change")
            births.carry_over(clerk, application, version=None)
        facts = session.scalars(
            select(audit.AuditEntry.facts).where(audit.AuditEntry.verb == "services.carry_over")
        ).one()
        assert facts["number"] == made()[0].number

    def test_takes_nothing_from_another_street(self) -> None:
        away = staff.actor("clerk_s2")
        with transaction():
            mother = make_mother()
            registered(mother)
            visit = actions.start_visit(
                away,
                unit_id=staff.unit("S2").id,
                items=["birth_registration"],
                resident_id=mother.id,
                business="change",
            )
            application = visit.applications[0]
            before = dict(application.answers or {})
            with pytest.raises(RuleBroken, match="不在您的岗位可以查看的范围内"):
                births.carry_over(away, application, version=None)
            assert (application.answers or {}) == before
