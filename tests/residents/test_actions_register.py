"""Registering: derived from the number, checked at the field, matched before a second record is made."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace

import pytest

from portal import clock
from portal.audit.queries import list_entries
from portal.db import session, transaction
from portal.errors import Forbidden, RuleBroken
from portal.residents import actions
from portal.residents.models import NameGram, PendingDuplicate, Resident
from portal.residents.person import Person, faults_of
from portal.residents.queries import find_matches, list_revisions, search_residents
from portal.web.application import Portal
from tests.factories import residents, staff

pytestmark = pytest.mark.usefixtures("database")

NEWBORN = Person(
    name="李新", kind="birth_certificate", number="S119900001", sex="2", birth_date=dt.date(2026, 11, 1)
)


def _register(person: Person, reason: str = "", *, by: str = "clerk") -> Resident:
    with transaction():
        return actions.register_resident(staff.actor(by), person=person, other_person_reason=reason)


def _refused(person: Person, field: str | None, words: str) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        _register(person)
    assert caught.value.field == field
    assert words in str(caught.value)
    assert session.query(Resident).count() == 0
    return caught.value


class TestRegisterResident:
    def test_sex_and_birth_come_from_the_number(self) -> None:
        zhang = _register(residents.ZHANG)
        assert (zhang.sex, zhang.birth_date) == ("1", dt.date(1966, 11, 22))
        assert zhang.primary_paper is not None
        assert zhang.primary_paper.number == "119901196611220018"
        assert zhang.phone == "13900000001"

    def test_the_unit_of_whoever_registers_is_kept_with_a_line_of_history_and_of_the_trail(self) -> None:
        zhang = _register(residents.ZHANG)
        assert zhang.registered_by_unit_id == staff.unit("S").id
        assert [r.verb for r in list_revisions(staff.actor("clerk"), zhang)] == ["register_resident"]
        entry = list_entries(verb="residents.")[0]
        assert (entry.verb, entry.subject_id) == ("residents.register_resident", zhang.id)
        assert "119901" not in str(entry.facts)

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            ("119901196613220011", "没有这个月"),
            ("119901196702290011", "没有这一天"),
            ("119901202701010012", "晚于今天"),
            ("119901196611220019", "校验码不符"),
            ("11990119661122001", "现为17位"),
            ("", "没有填写"),
        ],
    )
    def test_a_wrong_number_is_refused_with_its_fault(self, number: str, words: str) -> None:
        _refused(replace(residents.ZHANG, number=number), "number", words)

    def test_an_impossible_age_only_warns(self) -> None:
        old = _register(replace(residents.ZHANG, number="11990118500101001X"))
        assert old.birth_date == dt.date(1850, 1, 1)

    def test_typing_that_contradicts_the_number_is_an_error_at_that_field(self) -> None:
        wrong = replace(residents.ZHANG, birth_date=dt.date(1966, 11, 23), sex="2")
        assert [f.field for f in faults_of(wrong, clock.today())] == ["birth_date", "sex"]
        _refused(wrong, "birth_date", "不一致")

    def test_a_document_that_tells_nothing_needs_sex_and_birth_typed_and_keeps_them(self) -> None:
        _refused(replace(NEWBORN, sex=""), "sex", "请选择")
        _refused(replace(NEWBORN, birth_date=None), "birth_date", "请填写")
        baby = _register(NEWBORN)
        assert (baby.sex, baby.birth_date) == ("2", dt.date(2026, 11, 1))

    def test_without_a_document_a_reason_and_for_a_child_a_guardian_are_asked(self) -> None:
        child = Person(name="李新", kind="none", sex="2", birth_date=dt.date(2020, 1, 1))
        _refused(child, "no_document_reason", "原因")
        _refused(replace(child, no_document_reason="未办出生医学证明"), "guardian", "监护人")
        kept = _register(replace(child, no_document_reason="未办出生医学证明", guardian="李父（父亲）"))
        assert kept.papers == []

    @pytest.mark.parametrize(
        ("kind", "number"),
        [
            ("residence_permit_hmt", "810000199001010019"),
            ("foreign_permanent", "932682198501010017"),
            ("travel_permit_hk_macau", "H11990001"),
            ("travel_permit_taiwan", "11990001"),
            ("passport", "E11990001"),
            ("officer_card", "示字第1199001号"),
            ("household_register", "1199010001"),
        ],
    )
    def test_every_kind_of_document_is_taken(self, kind: str, number: str) -> None:
        derives = kind in {"residence_permit_hmt", "foreign_permanent"}
        typed = {} if derives else {"sex": "1", "birth_date": dt.date(1990, 1, 1)}
        kept = _register(Person(name="陈样本", kind=kind, number=number, **typed))
        assert kept.primary_paper is not None
        assert kept.primary_paper.kind == kind

    def test_a_number_of_another_document_asks_to_choose_that_kind(self) -> None:
        _refused(replace(residents.ZHANG, number="810000199001010019"), "number", "请改选证件种类")

    def test_the_phone_is_normalised_and_a_wrong_one_refused(self) -> None:
        _refused(replace(residents.ZHANG, phone="1390000"), "phone", "手机号")
        assert _register(replace(residents.ZHANG, phone="+86 139 0000 0009")).phone == "13900000009"

    def test_no_number_may_hide_in_a_plain_text(self) -> None:
        _refused(replace(residents.ZHANG, address="示范路1号 13900000000"), "address", "加密保存")

    def test_a_grid_must_be_one(self) -> None:
        _refused(replace(residents.ZHANG, grid_id=staff.unit("S").id), "grid_id", "网格")
        _refused(replace(residents.ZHANG, grid_id=2**40), "grid_id", "网格")
        assert _register(replace(residents.ZHANG, grid_id=staff.unit("G1").id)).grid is not None

    def test_a_role_without_the_right_is_refused(self) -> None:
        with pytest.raises(Forbidden):
            _register(residents.ZHANG, by="supervisor")


class TestPossibleMatch:
    def test_the_same_number_and_name_offers_the_record_and_never_makes_a_second(self) -> None:
        zhang = _register(residents.ZHANG)
        with pytest.raises(actions.PossibleMatch) as caught:
            _register(residents.ZHANG, "就是要再登一次")
        assert caught.value.is_certain
        assert [m.line.id for m in caught.value.matches] == [zhang.id]

    def test_the_same_name_and_birth_date_passes_with_a_reason(self) -> None:
        _register(residents.ZHANG)
        twin = replace(residents.ZHANG, number="119901196611220034", phone="")
        with pytest.raises(actions.PossibleMatch) as caught:
            _register(twin)
        assert not caught.value.is_certain
        assert not caught.value.needs_second_person
        second = _register(twin, "证件号码、住址都不同，已当面核对")
        assert session.query(Resident).count() == 2
        assert list_revisions(staff.actor("clerk"), second)[0].reason.startswith("证件号码")

    def test_a_number_under_another_name_needs_a_second_person(self) -> None:
        _register(residents.ZHANG)
        with pytest.raises(actions.PossibleMatch) as caught:
            _register(replace(residents.ZHANG, name="李同号"), "历史重号")
        assert caught.value.needs_second_person
        assert session.query(Resident).count() == 1

    def test_the_old_form_of_a_number_matches_as_well(self) -> None:
        _register(replace(residents.ZHANG, number="119901650301003", use_18=True))
        with pytest.raises(actions.PossibleMatch):
            _register(replace(residents.ZHANG, number="11990119650301003X"))

    def test_one_number_of_two_kinds_of_document_is_no_match(self) -> None:
        _register(replace(NEWBORN, kind="passport", number="11990001"))
        other = Person(
            name="陈样本",
            kind="travel_permit_taiwan",
            number="11990001",
            sex="1",
            birth_date=dt.date(1990, 1, 1),
        )
        assert _register(other).id

    def test_a_match_with_a_merged_record_shows_the_one_that_was_kept(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            kept, gone = residents.make_resident(name="张一"), residents.make_zhang()
            actions.merge_residents(staff.actor("reviewer"), kept, gone=gone, version=None, reason="同一人")
        from portal.residents.person import check_person

        found = find_matches(clerk, check_person(residents.ZHANG, clock.today()))
        assert [m.line.name for m in found] == ["张一"]


class TestRequestDuplicate:
    PERSON = replace(residents.ZHANG, name="李同号", phone="13900000007")

    def _ask(self, reason: str = "历史重号，公安机关已出具证明") -> PendingDuplicate:
        with transaction():
            return actions.request_duplicate(staff.actor("clerk"), person=self.PERSON, reason=reason)

    def test_a_second_person_approves_and_the_resident_is_registered(self) -> None:
        _register(residents.ZHANG)
        asked = self._ask()
        with transaction():
            made = actions.approve_duplicate(
                staff.actor("reviewer"), session.get_one(PendingDuplicate, asked.id), version=1, note="已核"
            )
        assert (made.name, made.registered_by_unit_id) == ("李同号", staff.unit("S").id)
        assert asked.state == "approved"
        found = search_residents(staff.actor("clerk"), "119901196611220018")
        assert {line.name for line in found.lines} == {"张䶮", "李同号"}

    def test_nobody_approves_their_own_request(self) -> None:
        _register(residents.ZHANG)
        asked = self._ask()
        clerk_as_reviewer = replace(
            staff.actor("clerk"),
            permissions=frozenset({"residents.approve_duplicate", "residents.refuse_duplicate"}),
        )
        for decide in (actions.approve_duplicate, actions.refuse_duplicate):
            with pytest.raises(Forbidden), transaction():
                decide(clerk_as_reviewer, asked, version=None, note="自己批")

    @pytest.mark.both
    def test_a_refusal_needs_a_reason_and_ends_the_matter(self) -> None:
        _register(residents.ZHANG)
        asked = self._ask()
        reviewer = staff.actor("reviewer")
        with pytest.raises(RuleBroken), transaction():
            actions.refuse_duplicate(reviewer, asked, version=None, note=" ")
        with transaction():
            actions.refuse_duplicate(
                reviewer, session.get_one(PendingDuplicate, asked.id), version=None, note="证件系误读"
            )
        with pytest.raises(RuleBroken), transaction():
            actions.approve_duplicate(
                reviewer, session.get_one(PendingDuplicate, asked.id), version=None, note=""
            )
        assert session.query(Resident).count() == 1

    def test_it_is_not_for_numbers_that_nobody_has(self) -> None:
        with pytest.raises(RuleBroken) as caught:
            self._ask()
        assert "不需要报批" in str(caught.value)


class TestScenarios:
    def test_scenario_36_an_old_number_is_offered_its_new_form_and_both_find_the_person(self) -> None:
        old = replace(residents.ZHANG, number="119901650301003")
        refusal = _refused(old, "number", "请与证件核对")
        assert refusal.params["number"] == "11990119650301003X"
        kept = _register(replace(old, use_18=True))
        assert [(p.number, p.former, p.is_primary) for p in kept.papers] == [
            ("11990119650301003X", False, True),
            ("119901650301003", True, False),
        ]
        clerk = staff.actor("clerk")
        for asked in ("119901650301003", "11990119650301003x", "003X", "1003"):
            assert [line.id for line in search_residents(clerk, asked).lines] == [kept.id], asked

    @pytest.mark.parametrize("separator", ["•", "・", "."])
    def test_scenario_37_a_separator_is_shown_normalised_before_it_is_kept(self, separator: str) -> None:
        typed = replace(residents.ZHANG, name=f"阿卜杜拉{separator}买买提江")
        refusal = _refused(typed, "name", "请与证件核对")
        assert refusal.params["name"] == "阿卜杜拉·买买提江"
        kept = _register(replace(typed, name=refusal.params["name"]))
        clerk = staff.actor("clerk")
        for asked in (typed.name, "阿卜杜拉", "买买提江", "杜拉买买", "江", "abdlmmtj", "abodula"):
            assert [line.id for line in search_residents(clerk, asked).lines] == [kept.id], asked

    @pytest.mark.both
    @pytest.mark.parametrize("name", ["张䶮", "陈𬭚", "王𬎆", "阿" + "卜" * 28 + "江", "长" * 60])
    def test_scenario_37_rare_and_long_names_are_kept_whole_and_found(self, name: str) -> None:
        kept = _register(replace(residents.ZHANG, name=name))
        assert session.get_one(Resident, kept.id).name == name
        clerk = staff.actor("clerk")
        for asked in (name, name[-1], name[:2]):
            assert [line.name for line in search_residents(clerk, asked).lines] == [name], asked
        assert session.query(NameGram).filter_by(resident_id=kept.id).count() > 2


def test_two_clerks_at_once_make_one_record(app: Portal) -> None:
    """The second waits for the first, and is shown the match that the first has just made."""
    answers: list[str] = []
    at_the_counter = threading.Barrier(2, timeout=20)

    def register() -> None:
        with app.app_context():
            at_the_counter.wait()
            try:
                _register(residents.ZHANG)
                answers.append("registered")
            except actions.PossibleMatch as match:
                answers.append("shown" if match.is_certain else "unsure")

    clerks = [threading.Thread(target=register) for _ in range(2)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join(30)
    assert sorted(answers) == ["registered", "shown"]
    assert session.query(Resident).count() == 1
