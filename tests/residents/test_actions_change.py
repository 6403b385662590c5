"""Changing what is registered: corrections, documents, deaths, whole numbers shown for a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.audit.queries import list_entries
from portal.db import session, transaction
from portal.errors import Conflict, Forbidden, NotFound, RuleBroken
from portal.residents import actions, hooks
from portal.residents.models import NameGram, Resident
from portal.residents.queries import list_revisions, search_residents
from tests.factories import residents, staff

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def zhang(database: None) -> Resident:
    """张䶮, registered."""
    with transaction():
        made = residents.make_zhang()
    return session.get_one(Resident, made.id)


def _correction(resident: Resident, **changes: Any) -> actions.Correction:
    fields = actions.Correction.__dataclass_fields__
    now = {name: getattr(resident, name) for name in fields} | {"phone": resident.phone or ""}
    return actions.Correction(**(now | changes))


def _correct(
    resident: Resident, reason: str = "户口簿登记有误", version: int | None = None, **changes: Any
) -> Resident:
    correction = _correction(resident, **changes)
    with transaction():
        again = session.get_one(Resident, resident.id)
        return actions.correct_resident(
            staff.actor("clerk"), again, version=version, correction=correction, reason=reason
        )


class TestCorrectResident:
    def test_both_versions_are_kept_sealed_with_the_reason(self, zhang: Resident) -> None:
        _correct(zhang, phone="13900000002", address="示范路9号")
        revision = list_revisions(staff.actor("clerk"), zhang)[0]
        assert (revision.verb, revision.reason) == ("correct_resident", "户口簿登记有误")
        assert revision.changes["before"] == {
            "phone": "13900000001",
            "address": "示范区示范街道示范路2号院3号楼",
        }
        assert revision.changes["after"] == {"phone": "13900000002", "address": "示范路9号"}
        assert list_entries(verb="residents.correct")[0].facts["fields"] == ["address", "phone"]

    @pytest.mark.both
    def test_a_new_name_is_found_and_the_old_one_no_more(self, zhang: Resident) -> None:
        _correct(zhang, name="章䶮")
        clerk = staff.actor("clerk")
        assert search_residents(clerk, "章").lines
        assert not search_residents(clerk, "张").lines
        assert {g.resident_id for g in session.query(NameGram)} == {zhang.id}

    def test_a_new_phone_is_found_and_the_old_one_no_more(self, zhang: Resident) -> None:
        _correct(zhang, phone="13900000002")
        clerk = staff.actor("clerk")
        assert search_residents(clerk, "13900000002").lines
        assert not search_residents(clerk, "13900000001").lines

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"birth_date": dt.date(1966, 11, 23)}, "birth_date"),
            ({"sex": "2"}, "sex"),
            ({"name": ""}, "name"),
            ({"phone": "123"}, "phone"),
            ({"ethnic_group": "77"}, "ethnic_group"),
            ({"address": "x" * 201}, "address"),
            ({}, None),
        ],
    )
    def test_what_breaks_a_rule_is_refused_at_its_field(
        self, zhang: Resident, changes: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(RuleBroken) as caught:
            _correct(zhang, **changes)
        assert caught.value.field == field

    def test_a_reason_is_asked(self, zhang: Resident) -> None:
        with pytest.raises(RuleBroken) as caught:
            _correct(zhang, reason="  ", address="新址")
        assert caught.value.field == "reason"

    def test_a_second_save_from_the_same_version_is_a_conflict(self, zhang: Resident) -> None:
        seen = zhang.version
        _correct(zhang, version=seen, address="甲")
        with pytest.raises(Conflict):
            _correct(zhang, version=seen, address="乙")
        assert session.get_one(Resident, zhang.id).address == "甲"


class TestAddPaper:
    def _add(self, resident: Resident, **changes: Any) -> Any:
        paper = actions.NewPaper(**({"kind": "passport", "number": "E11990001"} | changes))
        with transaction():
            again = session.get_one(Resident, resident.id)
            return actions.add_paper(
                staff.actor("clerk"), again, version=None, paper=paper, reason="本人出示"
            )

    def test_another_document_becomes_the_primary_one_or_not(self, zhang: Resident) -> None:
        self._add(zhang, is_primary=False)
        assert zhang.primary_paper is not None
        assert zhang.primary_paper.kind == "citizen"
        self._add(zhang, number="E11990002")
        session.expire_all()
        assert [p.number for p in zhang.papers if p.is_primary] == ["E11990002"]

    @pytest.mark.both
    def test_a_renewed_document_leaves_the_old_number_to_be_found_by(self, zhang: Resident) -> None:
        passport = self._add(zhang, is_primary=False)
        self._add(zhang, number="E11990002", purpose="renewal", replaces=passport.id, is_primary=False)
        clerk = staff.actor("clerk")
        for asked in ("E11990001", "E11990002", "119901196611220018"):
            assert [line.id for line in search_residents(clerk, asked).lines] == [zhang.id]
        assert [p.former for p in zhang.papers if p.number == "E11990001"] == [True]

    @pytest.mark.both
    def test_a_mistaken_number_is_found_no_more_and_the_birth_date_follows_when_asked(
        self, zhang: Resident
    ) -> None:
        right = {
            "kind": "citizen",
            "number": "119901196402290132",
            "purpose": "mistake",
            "replaces": zhang.papers[0].id,
        }
        with pytest.raises(RuleBroken) as caught:
            self._add(zhang, **right)
        assert caught.value.field == "adopt"
        self._add(zhang, **right, adopt=True)
        session.expire_all()
        assert (zhang.birth_date, [p.number for p in zhang.papers]) == (
            dt.date(1964, 2, 29),
            ["119901196402290132"],
        )
        assert not search_residents(staff.actor("clerk"), "119901196611220018").lines
        changes = list_revisions(staff.actor("clerk"), zhang)[0].changes
        assert changes["paper"]["old"] == ["citizen", "119901196611220018"]
        assert changes["before"] == {"birth_date": "1966-11-22"}

    def test_an_old_number_is_offered_its_new_form_and_keeps_both(self, zhang: Resident) -> None:
        with transaction():
            li = residents.make_resident(
                name="李旧号", kind="household_register", number="1199010009", birth_date=dt.date(1965, 3, 1)
            )
        paper = {"kind": "citizen", "number": "119901650301003", "adopt": True}
        with pytest.raises(RuleBroken) as caught:
            self._add(li, **paper)
        assert caught.value.field == "number"
        self._add(li, **paper, use_18=True)
        session.expire_all()
        assert {p.number for p in li.papers} == {"1199010009", "11990119650301003X", "119901650301003"}

    def test_a_number_registered_elsewhere_is_refused(self, zhang: Resident) -> None:
        with transaction():
            other = residents.make_resident(name="李另人")
        with pytest.raises(RuleBroken) as caught:
            self._add(other, kind="citizen", number="119901196611220018", adopt=True)
        assert caught.value.field == "number"

    def test_the_same_document_is_not_added_twice(self, zhang: Resident) -> None:
        with pytest.raises(RuleBroken):
            self._add(zhang, kind="citizen", number="119901196611220018")

    @pytest.mark.parametrize("replaces", [None, 10**9])
    def test_a_renewal_names_what_it_replaces(self, zhang: Resident, replaces: int | None) -> None:
        with pytest.raises(RuleBroken) as caught:
            self._add(zhang, purpose="renewal", replaces=replaces)
        assert caught.value.field == "replaces"


class TestRecordDeath:
    def _die(
        self,
        resident: Resident,
        day: dt.date | None,
        source: str = "死亡医学证明",
        version: int | None = None,
    ) -> Resident:
        with transaction():
            again = session.get_one(Resident, resident.id)
            return actions.record_death(
                staff.actor("clerk"), again, version=version, death_date=day, source=source
            )

    @pytest.mark.parametrize("day", [None, dt.date(2026, 11, 23), dt.date(1966, 11, 21)])
    def test_the_day_lies_between_birth_and_today(self, zhang: Resident, day: dt.date | None) -> None:
        with pytest.raises(RuleBroken) as caught:
            self._die(zhang, day)
        assert caught.value.field == "death_date"

    @pytest.mark.parametrize("day", [dt.date(1966, 11, 22), dt.date(2026, 11, 22)])
    def test_the_first_and_the_last_possible_day(self, zhang: Resident, day: dt.date) -> None:
        assert self._die(zhang, day).death_date == day

    def test_the_source_is_asked(self, zhang: Resident) -> None:
        with pytest.raises(RuleBroken) as caught:
            self._die(zhang, dt.date(2026, 11, 1), "")
        assert caught.value.field == "source"

    def test_other_rooms_hear_of_it_and_of_its_being_taken_back(
        self, zhang: Resident, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        heard: list[str] = []
        for registry in ("_deaths", "_deaths_cancelled"):
            monkeypatch.setattr(hooks, registry, {})
        hooks.on_death(
            "test",
            lambda _actor, r: heard.append(f"died {r.id}"),
            lambda _actor, r: heard.append(f"back {r.id}"),
        )
        self._die(zhang, dt.date(2026, 11, 1))
        with pytest.raises(RuleBroken):
            self._die(zhang, dt.date(2026, 11, 2))
        with transaction():
            again = session.get_one(Resident, zhang.id)
            actions.cancel_death(staff.actor("reviewer"), again, version=None, reason="同名误登")
        assert heard == [f"died {zhang.id}", f"back {zhang.id}"]
        assert zhang.death_date is None

    def test_whoever_records_may_not_take_back(self, zhang: Resident) -> None:
        with pytest.raises(Forbidden), transaction():
            actions.cancel_death(staff.actor("clerk"), zhang, version=None, reason="误登")


class TestRevealNumber:
    def _show(self, resident: Resident, by: str = "clerk", **asked: Any) -> str:
        with transaction():
            again = session.get_one(Resident, resident.id)
            return actions.reveal_number(staff.actor(by), again, **({"reason": "handling"} | asked))

    def test_the_whole_number_and_phone_are_shown_and_recorded_without_them(self, zhang: Resident) -> None:
        assert self._show(zhang, paper_id=zhang.papers[0].id) == "119901196611220018"
        assert self._show(zhang, reason="other", note="与本人核对") == "13900000001"
        facts = [e.facts for e in list_entries(verb="residents.reveal")]
        assert facts == [
            {"what": "phone", "reason": "other", "note": "与本人核对"},
            {"what": "citizen", "reason": "handling"},
        ]

    @pytest.mark.parametrize(
        "asked", [{"reason": ""}, {"reason": "because"}, {"reason": "other", "note": " "}]
    )
    def test_a_reason_is_asked(self, zhang: Resident, asked: dict[str, str]) -> None:
        with pytest.raises(RuleBroken):
            self._show(zhang, **asked)

    def test_only_roles_that_need_it_may_ask(self, zhang: Resident) -> None:
        with pytest.raises(Forbidden):
            self._show(zhang, by="secretary")

    def test_the_document_must_be_this_persons(self, zhang: Resident) -> None:
        with transaction():
            other = residents.make_resident(name="李另人")
        with pytest.raises(NotFound):
            self._show(zhang, paper_id=other.papers[0].id)


def test_a_merged_record_takes_no_more_changes(zhang: Resident) -> None:
    with transaction():
        kept = residents.make_resident(name="章一")
        actions.merge_residents(
            staff.actor("reviewer"),
            kept,
            gone=session.get_one(Resident, zhang.id),
            version=None,
            reason="同一人",
        )
    session.expire_all()
    with pytest.raises(RuleBroken):
        _correct(zhang, address="新址")
    with pytest.raises(RuleBroken), transaction():
        actions.record_death(
            staff.actor("clerk"),
            session.get_one(Resident, zhang.id),
            version=None,
            death_date=dt.date(2026, 11, 1),
            source="误",
        )
