"""Before the number: visits, subjects, agents, answers, materials; paper days; enquiries."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from portal import clock
from portal.audit.queries import verify_chain
from portal.db import session, transaction
from portal.documents.books import verify_numbers
from portal.documents.facts import from_plain
from portal.documents.models import Document
from portal.documents.papers import ServiceReceipt
from portal.errors import Conflict, Forbidden, NotFound, RuleBroken
from portal.files.actions import store_file
from portal.files.models import StoredFile
from portal.residents.models import Resident
from portal.services import actions, checklist
from portal.services.actions import MaterialCheck
from portal.services.definitions import FieldDefinition
from portal.services.models import Application
from portal.services.queries import papers_of
from tests.factories import residents, services, staff

pytestmark = pytest.mark.usefixtures("hall")


def start(username: str = "clerk", **more: Any) -> list[Application]:
    actor = staff.actor(username)
    return actions.start_visit(
        actor, **{"unit_id": actor.unit_id, "items": ["plain_help"], **more}
    ).applications


class TestStartVisit:
    def test_one_visit_holds_several_applications(self) -> None:
        with transaction():
            zhang = residents.make_zhang()
            found = start(items=["plain_help", "senior_card"], resident_id=zhang.id)
        assert [a.item.code for a in found] == ["plain_help", "senior_card"]
        assert found[0].visit is found[1].visit
        assert {(a.state, a.subject_name, a.handler_id) for a in found} == {
            ("draft", "张䶮", staff.actor("clerk").account_id)
        }
        assert [m.code for m in found[0].materials] == ["identity", "proof", "extra"]

    @pytest.mark.both
    def test_for_a_household_and_for_an_organisation(self) -> None:
        with transaction():
            services.publish(replace(services.PLAIN, code="home", subject="household"))
            services.publish(replace(services.PLAIN, code="firm", subject="organisation"))
            household = residents.make_household(residents.make_zhang())
            home = start(items=["home"], household_id=household.id)[0]
            firm = start(items=["firm"], organisation_id=residents.make_organisation().id)[0]
            names = (home.subject_name, firm.subject_name)
            assert home.subject is household
            receipt = services.checked(home)
            actions.accept_application(staff.actor("clerk"), receipt, version=None)
            actions.accept_application(staff.actor("clerk"), services.checked(firm), version=None)
            masked = [papers_of(a)[0].frozen["facts"]["identity_masked"] for a in (home, firm)]
        assert names == ("张䶮", "示范物业有限公司")
        assert masked == ["119901********0018", "11119901MB0A00018U"]

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"items": []}, "items"),
            ({"items": ["nothing"]}, "items"),
            ({"items": ["plain_help", "plain_help"]}, "items"),
            ({"resident_id": None}, "resident_id"),
            ({"channel": "pigeon"}, "channel"),
            ({"agent": "self"}, "agent_id"),
            ({"agent": "other"}, "agent_relation"),
        ],
    )
    def test_what_is_refused_and_where(self, given: dict[str, Any], field: str) -> None:
        with transaction():
            zhang = residents.make_zhang()
            agents = {"self": zhang.id, "other": residents.make_resident().id}
            more: dict[str, Any] = {"resident_id": zhang.id, **given}
            if "agent" in more:
                more["agent_id"] = agents[more.pop("agent")]
            with pytest.raises(RuleBroken) as refusal:
                start(**more)
        assert refusal.value.field == field

    def test_a_merged_record_and_a_dead_agent_are_refused(self) -> None:
        with transaction():
            zhang, other = residents.make_zhang(), residents.make_resident()
            other.death_date = dt.date(2026, 1, 1)
            with pytest.raises(RuleBroken, match="不能代办"):
                start(resident_id=zhang.id, agent_id=other.id, agent_relation="子")
            zhang.merged_into_id = other.id
            with pytest.raises(RuleBroken, match="已并入"):
                start(resident_id=zhang.id)

    def test_not_at_a_unit_out_of_sight(self) -> None:
        with transaction(), pytest.raises(NotFound):
            start(resident_id=residents.make_zhang().id, unit_id=staff.unit("S2").id)

    def test_an_unregistered_death_stops_the_acceptance(self) -> None:
        with transaction():
            application = services.checked(services.draft())
            application.resident.death_date = dt.date(2026, 11, 1)  # type: ignore[union-attr]
            with pytest.raises(RuleBroken, match="已登记为死亡"):
                actions.accept_application(staff.actor("clerk"), application, version=None)


class TestSetAgent:
    def test_the_letter_joins_and_leaves_the_list(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            application, agent = services.draft(), residents.make_resident(name="李代办")
            actions.set_agent(clerk, application, version=None, agent_id=agent.id, agent_relation="儿子")
            assert [m.code for m in application.materials][3:] == ["letter", "agent_identity"]
            assert application.channel == "agent"
            actions.set_agent(clerk, application, version=None, agent_id=None)
            assert [m.code for m in application.materials] == ["identity", "proof", "extra"]
            assert (application.channel, application.agent_relation) == ("counter", "")


class TestSaveAnswers:
    FIELDS = (
        FieldDefinition("persons", "人数", kind="number"),
        FieldDefinition("income", "月收入", kind="money"),
        FieldDefinition("since", "起始日", kind="date"),
        FieldDefinition("way", "方式", kind="choice", options=(("cash", "现金"),)),
        FieldDefinition(
            "rows", "成员", kind="rows", columns=(FieldDefinition("name", "姓名", required=True),)
        ),
        FieldDefinition("told", "说明", required=True, max_length=5),
    )

    def _draft(self) -> Application:
        services.publish(replace(services.PLAIN, code="asking", fields=self.FIELDS))
        return services.draft(item="asking")

    def test_each_answer_takes_the_shape_of_its_question(self) -> None:
        given = {
            "persons": " 3 ",
            "income": "1,234.5",
            "since": dt.date(2026, 1, 2),
            "way": "cash",
            "rows": [{"name": "甲"}, {"name": ""}],
            "told": " 好 ",
            "unknown": "x",
        }
        with transaction():
            application = self._draft()
            actions.save_answers(staff.actor("clerk"), application, version=None, answers=given)
        assert services.reload(application.id).answers == {
            "persons": 3,
            "income": "1234.50",
            "since": "2026-01-02",
            "way": "cash",
            "rows": [{"name": "甲"}],
            "told": "好",
        }

    @pytest.mark.parametrize(
        ("code", "value"),
        [
            ("persons", "三"),
            ("income", "1.234"),
            ("since", "昨天"),
            ("way", "gold"),
            ("rows", "x"),
            ("told", "一二三四五六"),
        ],
    )
    def test_a_wrong_shape_is_refused_at_its_question(self, code: str, value: str) -> None:
        with transaction():
            application = self._draft()
            with pytest.raises(RuleBroken) as refusal:
                actions.save_answers(staff.actor("clerk"), application, version=None, answers={code: value})
        assert refusal.value.field == code

    def test_a_draft_may_be_incomplete_and_a_conflict_is_told(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            application = self._draft()
            seen = application.version
            actions.save_answers(clerk, application, version=seen, answers={"persons": "1"})
        with pytest.raises(Conflict), transaction():
            actions.save_answers(clerk, services.reload(application.id), version=seen, answers={})

    @pytest.mark.both
    def test_answers_are_sealed_in_the_database(self) -> None:
        with transaction():
            application = services.draft()
            actions.save_answers(
                staff.actor("clerk"), application, version=None, answers={"story": "家中突发变故"}
            )
        raw = session.execute(select(Application.answers_sealed)).scalar_one()
        assert raw is not None
        assert "家中突发变故".encode() not in raw

    def test_not_after_acceptance(self) -> None:
        with transaction(), pytest.raises(RuleBroken, match="受理以后"):
            actions.save_answers(staff.actor("clerk"), services.accepted(), version=None, answers={})


class TestCheckMaterials:
    @pytest.mark.parametrize(
        ("check", "message"),
        [
            (MaterialCheck("gone"), "从所列选项"),
            (MaterialCheck("received"), "原件、复印件还是电子件"),
            (MaterialCheck("received", "original", copies=0), "份数"),
            (MaterialCheck("waived"), "写明理由"),
            (MaterialCheck("not_needed"), "必要材料"),
            (MaterialCheck("missing", note="长" * 301), "最多"),
        ],
    )
    def test_what_makes_no_sense_is_refused_at_the_material(self, check: MaterialCheck, message: str) -> None:
        with transaction(), pytest.raises(RuleBroken, match=message) as refusal:
            services.checked(services.draft(), identity=check)
        assert refusal.value.field == "identity"

    def test_a_waived_one_with_its_reason_and_an_optional_one_do_not_stand_in_the_way(self) -> None:
        with transaction():
            application = services.draft()
            checks = {
                "identity": MaterialCheck("waived", note="电子证照已共享"),
                "proof": MaterialCheck("received", "copy"),
            }
            actions.check_materials(staff.actor("clerk"), application, version=None, checks=checks)
            assert actions.accept_application(staff.actor("clerk"), application, version=None).number

    def test_the_list_shows_what_the_version_of_the_day_asks(self) -> None:
        with transaction():
            application = services.draft()
            services.publish(
                replace(services.PLAIN, materials=(services.MaterialDefinition("form", "申请表"),))
            )
            lines = checklist.checklist(application, clock.today())
        assert [(line.definition.name, line.state, line.is_required) for line in lines] == [
            ("申请表", "unchecked", True)
        ]

    def test_overdue_promises_are_listed(self) -> None:
        from portal.services.queries import list_promised_overdue

        with transaction():
            application = services.checked(services.draft(), proof=MaterialCheck("promised"))
            actions.accept_application(staff.actor("clerk"), application, version=None)
        clerk = staff.actor("clerk")
        assert list_promised_overdue(clerk) == []
        later = dt.date(2026, 12, 31)
        assert [m.name for m in list_promised_overdue(clerk, later)] == ["困难证明"]
        assert list_promised_overdue(staff.actor("clerk_s2"), later) == []


class TestAttachFile:
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        from portal.files import store

        store.use_folder(tmp_path)

    def _picture(self) -> io.BytesIO:
        stream = io.BytesIO()
        Image.new("RGB", (900, 1200), "white").save(stream, "JPEG")
        stream.seek(0)
        return stream

    def test_a_photo_is_cut_and_counts_as_received(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            application = services.draft(item="senior_card", business="new")
            actions.attach_photo(
                clerk, application, version=None, code="photo", stream=self._picture(), name="照片.jpg"
            )
        photo = next(m for m in services.reload(application.id).materials if m.code == "photo")
        assert (photo.state, photo.form) == ("received", "electronic")
        assert photo.file is not None
        assert (photo.file.width, photo.file.height) == (591, 827)
        assert session.scalars(select(StoredFile.id)).all() == [photo.file_id]

    def test_a_second_one_takes_the_place_of_the_first(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            application = services.draft()
            for _ in range(2):
                stored = store_file(clerk, stream=self._picture(), name="证明.jpg", purpose="services")
                actions.attach_file(clerk, application, version=None, code="proof", file=stored)
        assert len(session.scalars(select(StoredFile.id)).all()) == 1


class TestRecordPaperDay:
    def _record(self, **changes: Any) -> Application:
        clerk = staff.actor("clerk")
        zhang: Resident = changes.pop("resident", None) or residents.make_zhang()
        checks = {
            "identity": MaterialCheck("received", "original"),
            "proof": MaterialCheck("received", "copy"),
        }
        given = {
            "unit_id": clerk.unit_id,
            "item": "plain_help",
            "day": dt.date(2026, 11, 12),
            "number": "示街办受〔2026〕7号",
            "checks": checks,
            "resident_id": zhang.id,
        }
        return actions.record_paper_day(clerk, **{**given, **changes})

    def test_its_own_day_the_papers_number_and_no_second_receipt(self) -> None:
        with transaction():
            application = self._record()
        assert (application.state, application.number) == ("accepted", "示街办受〔2026〕7号")
        assert application.accepted_on == application.applied_on == dt.date(2026, 11, 12)
        assert application.due_on == dt.date(2026, 11, 26)
        assert application.paper_day
        assert not application.is_deemed
        assert session.scalars(select(Document)).all() == []
        assert [event.day for event in application.events] == [dt.date(2026, 11, 12)] * 2

    def test_the_book_steps_over_it(self) -> None:
        with transaction():
            self._record(number="示街办受〔2026〕1号")
            number = services.accepted(residents.make_resident()).number
        assert number == "示街办受〔2026〕2号"
        assert all(book.is_whole for book in verify_numbers())

    def test_a_repeated_number_is_refused(self) -> None:
        with transaction():
            zhang = self._record().resident
            with pytest.raises(RuleBroken) as refusal:
                self._record(resident=zhang)
        assert refusal.value.field == "number"

    @pytest.mark.parametrize("day", [dt.date(2026, 11, 23), dt.date(2026, 10, 1)])
    def test_only_a_recent_day(self, day: dt.date) -> None:
        with transaction(), pytest.raises(RuleBroken) as refusal:
            self._record(day=day)
        assert refusal.value.field == "day"


class TestRecordEnquiry:
    def _record(self, username: str = "clerk", **more: Any) -> Any:
        actor = staff.actor(username)
        given = {"unit_id": actor.unit_id, "matter": "如何办理居住证", "answer": "已告知材料"}
        return actions.record_enquiry(actor, **{**given, **more})

    def test_one_line_and_a_receipt(self) -> None:
        with transaction():
            enquiry = self._record(
                name="赵试样", phone="139 0000 0009", next_step="下周回访", is_settled=False
            )
        paper = enquiry.document
        facts = from_plain(ServiceReceipt, paper.frozen["facts"])
        assert (paper.number, facts.resident, facts.contact_phone) == (
            "示街办服〔2026〕1号",
            "赵试样",
            "139****0009",
        )
        assert (facts.service_kind, facts.next_step) == ("来访咨询", "下周回访")
        assert enquiry.phone == "13900000009"

    def test_an_anonymous_call_gives_no_receipt(self) -> None:
        with transaction():
            enquiry = self._record(kind="telephone", with_receipt=False)
        assert (enquiry.name, enquiry.document_id) == ("", None)

    def test_a_registered_resident_lends_name_and_phone(self) -> None:
        with transaction():
            enquiry = self._record(resident_id=residents.make_zhang().id)
        assert (enquiry.name, enquiry.phone) == ("张䶮", "13900000001")

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"matter": " ", "name": "甲"}, "matter"),
            ({"answer": "", "name": "甲"}, "answer"),
            ({"phone": "123", "name": "甲"}, "phone"),
            ({}, "name"),
            ({"kind": "x", "name": "甲"}, "kind"),
        ],
    )
    def test_what_is_refused(self, given: dict[str, str], field: str) -> None:
        with transaction(), pytest.raises(RuleBroken) as refusal:
            self._record(**given)
        assert refusal.value.field == field

    def test_only_who_may(self) -> None:
        with transaction(), pytest.raises(Forbidden):
            self._record("auditor", name="甲")
        assert verify_chain().broken_at is None
