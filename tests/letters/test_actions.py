"""The rules of a letter: draft, number and paper at the sending, signatures, answers, withdrawal, and who hears of an answer."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from sqlalchemy import select

from portal import clock
from portal.actor import Actor
from portal.almanac import actions as almanac
from portal.db import session, transaction
from portal.documents.books import verify_numbers
from portal.documents.facts import from_plain
from portal.documents.models import Document
from portal.documents.queries import get_document
from portal.errors import Conflict, Forbidden, NotFound, RuleBroken
from portal.ledgers import Asked
from portal.letters import actions, hooks
from portal.letters.ledger import letters_sent
from portal.letters.models import Letter, LetterAnswer
from portal.letters.papers import LetterFacts
from portal.letters.queries import (
    Filters,
    count_tabs,
    get_answer,
    get_letter,
    letters_about,
    list_letters,
    waiting_for,
)
from portal.letters.signing import SETTING
from portal.settings import actions as settings
from portal.signoffs import printed_signers, struck
from tests.factories import letters, staff
from tests.files import sample

pytestmark = pytest.mark.usefixtures("desk")


def facts(letter: Letter) -> LetterFacts:
    return from_plain(LetterFacts, session.get_one(Document, letter.document_id).frozen["facts"])


class TestDraftLetter:
    def test_has_no_number_before_it_is_sent(self) -> None:
        with transaction():
            letter = letters.drafted()
        assert (letter.state, letter.number, letter.addressee) == ("draft", None, "示范区民政局")
        assert letter.enclosures == [
            {"name": "家庭经济状况调查表", "copies": 2},
            {"name": "公示情况反馈单", "copies": 1},
        ]
        assert "张示例".encode() not in (letter.body_sealed or b"")

    def test_a_community_s_letter_goes_out_in_the_street_s_name(self) -> None:
        with transaction():
            letter = letters.drafted(unit_id=staff.unit("C1").id)
            committee = letters.drafted(actor=staff.actor("mediator"), unit_id=staff.unit("M1").id)
        assert letter.unit_id == staff.unit("S").id
        assert committee.unit_id == staff.unit("M1").id

    def test_to_a_unit_of_the_tree_that_is_outside(self) -> None:
        with transaction():
            letter = letters.drafted(addressee_id=staff.unit("J1").id, addressee="")
            assert letter.addressee == "示范司法所"
            with pytest.raises(RuleBroken) as refusal:
                letters.drafted(addressee_id=staff.unit("C1").id)
        assert refusal.value.field == "addressee_id"

    @pytest.mark.parametrize(
        ("field", "more"),
        [
            ("addressee", {"addressee": " "}),
            ("title", {"title": ""}),
            ("title", {"title": "关于119901196611220018的函"}),
            ("body", {"body": " \n "}),
            ("kind", {"kind": "telegram"}),
            ("enclosures", {"enclosures": [("表", 0)]}),
            ("due_on", {"due_on": dt.date(2026, 11, 21)}),
        ],
    )
    def test_refuses_what_makes_no_letter(self, field: str, more: dict[str, object]) -> None:
        with pytest.raises(RuleBroken) as refusal, transaction():
            letters.drafted(**more)
        assert refusal.value.field == field

    def test_not_at_a_unit_out_of_sight_and_not_without_the_right(self) -> None:
        with pytest.raises(NotFound), transaction():
            letters.drafted(unit_id=staff.unit("S2").id)
        with pytest.raises(Forbidden), transaction():
            letters.drafted(actor=staff.actor("community"))

    def test_about_a_record_that_its_room_describes(self) -> None:
        unit = staff.unit("C2")
        hooks.define_subject("Unit", lambda actor, key: hooks.About(unit, "新华社区", "/units/7"))
        with transaction():
            letter = letters.drafted(subject=staff.unit("C2"))
        assert (letter.subject_type, letter.subject_label, letter.subject_href) == (
            "Unit",
            "新华社区",
            "/units/7",
        )
        assert letters_about(staff.unit("C2")) == [letter]


class TestSendLetter:
    def test_takes_a_number_a_kind_a_paper_and_counts_working_days(self) -> None:
        clock.fix_today(dt.date(2026, 11, 20))
        with transaction():
            first, second = letters.sent(), letters.sent()
            enquiry = letters.sent("enquiry")
        assert (first.number, second.number) == ("示街办报送〔2026〕1号", "示街办报送〔2026〕2号")
        assert enquiry.number == "示街办协查〔2026〕1号"
        assert (first.due_on, first.due_is_provisional) == (dt.date(2026, 12, 4), False)
        paper = facts(first)
        assert paper.paragraphs == tuple(letters.BODY.splitlines())
        assert (paper.addressee, paper.due_on, paper.handled_by) == (
            "示范区民政局",
            dt.date(2026, 12, 4),
            "测试01",
        )
        assert [e.copies for e in paper.enclosures] == [2, 1]
        assert not [book for book in verify_numbers() if book.gaps or book.repeats]

    def test_a_day_that_was_typed_stays(self) -> None:
        with transaction():
            assert letters.sent(due_on=dt.date(2026, 11, 25)).due_on == dt.date(2026, 11, 25)

    @pytest.mark.both
    def test_a_limit_beyond_the_known_calendar_is_provisional(self) -> None:
        clock.fix_today(dt.date(2026, 12, 28))
        with transaction():
            assert letters.sent("enquiry").due_is_provisional

    def test_a_provisional_day_follows_the_calendar_once_it_is_known(self) -> None:
        clock.fix_today(dt.date(2026, 12, 28))
        with transaction():
            letter = letters.sent("enquiry")
            typed = letters.sent("enquiry", due_on=dt.date(2027, 1, 8))
            assert letter.due_on == dt.date(2027, 1, 19)
            almanac.set_day(staff.actor("admin"), day=dt.date(2027, 1, 4), is_workday=False, reason="元旦")
            assert (letter.due_on, letter.due_is_provisional) == (dt.date(2027, 1, 20), True)
            almanac.set_day(staff.actor("admin"), day=dt.date(2027, 1, 1), is_workday=False, reason="元旦")
            almanac.mark_official(staff.actor("admin"), year=2027, source="国办发明电")
        assert (letter.due_on, letter.due_is_provisional) == (dt.date(2027, 1, 20), False)
        assert typed.due_on == dt.date(2027, 1, 8)

    def test_once(self) -> None:
        with transaction():
            letter = letters.sent()
            with pytest.raises(RuleBroken, match="已经发出"):
                actions.send_letter(staff.actor("clerk"), letter)

    def test_waits_for_the_signatures_that_the_office_asks_for(self) -> None:
        with transaction():
            settings.change_setting(
                staff.actor("admin"), key=SETTING, text="leader", valid_from=clock.today(), reason="规定"
            )
            letter = letters.drafted()
            for role, missing in (("reviewer", "审核"), ("leader", "签发")):
                with pytest.raises(RuleBroken) as refusal:
                    actions.send_letter(staff.actor("clerk"), letter)
                assert refusal.value.params["step"] == missing
                actions.sign_letter(staff.actor(role), letter, version=None)
            actions.send_letter(staff.actor("clerk"), letter)
        assert [(s.label, s.post) for s in facts(letter).signers] == [
            ("经办", "窗口人员@示范街道办事处"),
            ("审核", "审核人@示范街道办事处"),
            ("签发", "分管领导（签发）@示范街道办事处"),
        ]


class TestChangeLetter:
    def test_a_changed_draft_is_signed_anew(self) -> None:
        with transaction():
            letter = letters.drafted()
            actions.sign_letter(staff.actor("reviewer"), letter, version=None)
            actions.change_letter(
                staff.actor("clerk2"),
                letter,
                version=letter.version,
                title="关于更正的函",
                body="更正。",
                addressee="示范区民政局",
            )
        assert [s.name for s in printed_signers(letter, "letters.letter")] == ["测试二号窗"]
        assert [s.step for s in struck(letter, "letters.letter")] == ["handle", "check"]

    def test_the_later_of_two_conflicts(self) -> None:
        with transaction():
            letter = letters.drafted()
        with pytest.raises(Conflict), transaction():
            actions.change_letter(
                staff.actor("clerk"), session.get_one(Letter, letter.id), version=99, title="一", body="二"
            )


class TestEnterAnswer:
    def test_a_final_one_ends_the_waiting_and_tells_the_subject_s_room(self) -> None:
        heard: list[str] = []
        hooks.on_answer("Unit", lambda actor, letter, answer: heard.append(answer.outcome))
        with transaction():
            letter = letters.sent(subject=staff.unit("C1"))
            assert waiting_for(staff.unit("C1")) == [letter]
            scan = (io.BytesIO(sample.pdf()), "复函.pdf")
            answer = letters.answered(letter, upload=scan, signer="示例人", signer_post="科长")
        assert (letter.state, heard, waiting_for(staff.unit("C1"))) == ("answered", ["agreed"], [])
        assert answer.file is not None
        assert answer.file.media_type == "application/pdf"
        assert answer.text == "经审核，同意确认。"

    def test_an_interim_one_leaves_it_waiting_and_the_last_final_one_counts(self) -> None:
        with transaction():
            letter = letters.sent()
            letters.answered(letter, "interim", text="正在核对")
            assert letter.state == "sent"
            letters.answered(letter, "disagreed")
            letters.answered(letter, "agreed", text="更正：同意")
            letters.answered(letter, "interim", text="补充说明")
            session.expire(letter)
            assert [one.outcome for one in letter.answers] == ["interim", "disagreed", "agreed", "interim"]
            assert letter.state == "answered"

    @pytest.mark.parametrize(
        ("field", "more"),
        [
            ("outcome", {"outcome": "confirmed"}),
            ("on", {"on": dt.date(2026, 11, 21)}),
            ("on", {"on": dt.date(2026, 11, 23)}),
            ("received_on", {"received_on": dt.date(2026, 11, 23)}),
            ("number", {"number": "号" * 81}),
            ("file", {"upload": (io.BytesIO(b"MZ\x90\x00"), "复函.exe")}),
            ("file", {"file": None}),
        ],
    )
    def test_refuses_what_cannot_be(self, field: str, more: dict[str, object]) -> None:
        with transaction():
            letter_id = letters.sent().id
        with pytest.raises(RuleBroken) as refusal, transaction():
            letters.answered(session.get_one(Letter, letter_id), **more)
        assert refusal.value.field == field

    def test_by_telephone_is_only_an_interim_one(self) -> None:
        with transaction():
            letter = letters.sent()
            assert letters.answered(letter, "interim", file=None).file is None
            assert letter.state == "sent"

    def test_not_to_a_draft_and_not_by_those_who_only_read(self) -> None:
        with transaction():
            letter_id = letters.drafted().id
        with pytest.raises(RuleBroken, match="已发出"), transaction():
            letters.answered(session.get_one(Letter, letter_id))
        with pytest.raises(Forbidden), transaction():
            actions.enter_answer(
                staff.actor("supervisor"),
                session.get_one(Letter, letter_id),
                version=None,
                number="",
                on=clock.today(),
                outcome="agreed",
            )

    @pytest.mark.both
    def test_what_a_hook_refuses_is_not_stored(self) -> None:
        def refuse(actor: object, letter: Letter, answer: LetterAnswer) -> None:
            raise RuleBroken("outcome", "先核对材料")

        hooks.on_answer("IssuedNumber", refuse)
        with transaction():
            letter = letters.sent()
            letter.subject_type = "IssuedNumber"
            letter_id = letter.id
        with pytest.raises(RuleBroken, match="先核对材料"), transaction():
            letters.answered(session.get_one(Letter, letter_id))
        assert session.get_one(Letter, letter_id).state == "sent"


class TestWithdrawLetter:
    def test_voids_the_number_with_its_reason(self) -> None:
        with transaction():
            letter = letters.sent()
            actions.withdraw_letter(staff.actor("clerk"), letter, version=None, reason="材料不齐")
        number = session.get_one(Document, letter.document_id).issued_number
        assert letter.state == "withdrawn"
        assert number is not None
        assert (number.state, number.void_reason) == ("void", "材料不齐")
        with pytest.raises(RuleBroken, match="不能再撤回"), transaction():
            actions.withdraw_letter(
                staff.actor("clerk"), session.get_one(Letter, letter.id), version=None, reason="又"
            )

    def test_wants_a_reason_and_a_letter_without_answer(self) -> None:
        with transaction():
            letter = letters.sent()
            with pytest.raises(RuleBroken) as refusal:
                actions.withdraw_letter(staff.actor("clerk"), letter, version=None, reason=" ")
            letters.answered(letter)
            with pytest.raises(RuleBroken, match="已经答复"):
                actions.withdraw_letter(staff.actor("clerk"), letter, version=None, reason="误发")
        assert refusal.value.field == "reason"

    def test_tells_the_subject_s_room(self) -> None:
        heard: list[str] = []
        hooks.on_withdraw("Unit", lambda actor, letter: heard.append(letter.withdrawn_because))
        with transaction():
            letter = letters.sent(subject=staff.unit("C1"))
            actions.withdraw_letter(staff.actor("clerk"), letter, version=None, reason="误发")
        assert heard == ["误发"]


class TestGetLetter:
    @pytest.mark.parametrize("problem", [Forbidden("services.read_application"), NotFound()])
    def test_not_about_a_record_that_the_reader_may_not_see(self, problem: Exception) -> None:
        clerk = staff.actor("clerk")

        def find(actor: Actor, key: int) -> hooks.About:
            if actor.role != "clerk":
                raise problem
            return hooks.About(staff.unit("C1"), "和平社区", "/units/3")

        hooks.define_subject("Unit", find)
        with transaction():
            letter = letters.sent(subject=staff.unit("C1"))
            letters.answered(letter)
        assert get_letter(clerk, letter.id) is letter
        with pytest.raises(NotFound):
            get_letter(staff.actor("street"), letter.id)
        with pytest.raises(NotFound):
            get_answer(staff.actor("street"), letter.id, letter.answers[0].id)

    @pytest.mark.both
    def test_no_list_tells_a_post_of_it_that_may_not_read_such_records(self) -> None:
        clerk, street = staff.actor("clerk"), staff.actor("street")
        find = lambda actor, key: hooks.About(staff.unit("C1"), "张示例的低保", "/units/3")  # noqa: E731
        hooks.define_subject("Unit", find, permission="services.read_application")
        with transaction():
            about, free = letters.sent(subject=staff.unit("C1")), letters.sent()
        asked = Asked(first=free.sent_on, last=free.sent_on)
        for actor, seen in ((clerk, {about, free}), (street, {free})):
            assert set(list_letters(actor, filters=Filters(tab="all")).rows) == seen
            assert count_tabs(actor)["waiting"] == len(seen)
            assert set(session.scalars(select(Letter).where(*letters_sent(actor, asked)))) == seen
        hooks.define_subject("Unit", find)


class TestAnotherUnitsLetter:
    """Whoever stands above a committee reads its letters, and writes, sends, answers and withdraws none in its name."""

    @pytest.mark.parametrize("verb", ["change", "sign", "send", "answer", "withdraw"])
    def test_only_its_own_unit_carries_it_on(self, verb: str) -> None:
        with transaction():
            letter = letters.drafted("liaison", actor=staff.actor("chair"), unit_id=staff.unit("M1").id)
            if verb == "answer":
                actions.send_letter(staff.actor("chair"), letter)
        above = staff.actor("reviewer" if verb == "sign" else "street")
        assert get_letter(above, letter.id) is letter
        acts = {
            "change": lambda: actions.change_letter(above, letter, version=None, title="改", body="改"),
            "sign": lambda: actions.sign_letter(above, letter, version=None),
            "send": lambda: actions.send_letter(above, letter),
            "answer": lambda: actions.enter_answer(
                above, letter, version=None, number="", on=clock.today(), outcome="agreed"
            ),
            "withdraw": lambda: actions.withdraw_letter(above, letter, version=None, reason="不是我的"),
        }
        with pytest.raises(RuleBroken, match="只能由该单位办理"), transaction():
            acts[verb]()

    def test_its_paper_is_kept_from_a_post_that_may_not_read_what_it_is_about(self) -> None:
        hooks.define_subject(
            "Unit", lambda actor, key: hooks.About(staff.unit("C1"), "", ""), permission="x.y"
        )
        with transaction():
            kept = letters.sent(subject=staff.unit("C1"), subject_label="密", subject_href="/")
            plain = letters.sent()
        assert get_document(staff.actor("clerk"), plain.document_id or 0).number == plain.number
        with pytest.raises(NotFound):
            get_document(staff.actor("clerk"), kept.document_id or 0)
