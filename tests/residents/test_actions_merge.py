"""Two records of one person become one, and two again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.db import session, transaction
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.residents import actions, hooks
from portal.residents.groups import Household
from portal.residents.models import Resident, ResidentRevision
from portal.residents.queries import find_merge, list_memberships, list_revisions, search_residents
from tests.factories import residents, staff

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def pair(database: None) -> tuple[int, int]:
    """The keys of 张䶮 with an identity card, and of the same person registered by passport under another spelling."""
    with transaction():
        kept = residents.make_zhang()
        gone = residents.make_resident(
            name="章龑", kind="passport", number="E11990001", birth_date=dt.date(1966, 11, 22)
        )
        return kept.id, gone.id


def _get(key: int) -> Resident:
    return session.get_one(Resident, key)


def _merge(kept: int, gone: int, reason: str = "本人持两种证件", version: int | None = None) -> int:
    with transaction():
        return actions.merge_residents(
            staff.actor("reviewer"), _get(kept), gone=_get(gone), version=version, reason=reason
        ).id


def _undo(revision: int, reason: str = "核对有误") -> int:
    with transaction():
        found = session.get_one(ResidentRevision, revision)
        return actions.undo_merge(staff.actor("reviewer"), found, reason=reason).id


class TestMergeResidents:
    def test_the_kept_one_has_all_documents_and_every_way_leads_to_it(self, pair: tuple[int, int]) -> None:
        kept, gone = pair
        _merge(kept, gone)
        assert _get(gone).merged_into_id == kept
        assert [(p.kind, p.is_primary) for p in _get(kept).papers] == [("citizen", True), ("passport", False)]
        clerk = staff.actor("clerk")
        for asked in ("章龑", "zy", "E11990001", "119901196611220018", "张"):
            assert [line.id for line in search_residents(clerk, asked).lines] == [kept], asked

    def test_the_first_document_of_somebody_without_one_becomes_primary(self, database: None) -> None:
        with transaction():
            kept = residents.make_resident(
                name="无证", kind="none", number="", sex="1", no_document_reason="补办中"
            ).id
            gone = residents.make_zhang().id
        _merge(kept, gone)
        assert _get(kept).primary_paper is not None

    @pytest.mark.both
    def test_households_follow(self, pair: tuple[int, int]) -> None:
        kept, gone = pair
        with transaction():
            household = residents.make_household(_get(gone)).id
        merge = _merge(kept, gone)
        assert session.get_one(Household, household).head_id == kept
        assert [m.household_id for m in list_memberships(_get(kept))] == [household]
        _undo(merge)
        assert session.get_one(Household, household).head_id == gone
        assert list_memberships(_get(kept)) == []

    def test_other_rooms_move_their_rows_and_move_them_back(
        self, pair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        heard: list[Any] = []
        monkeypatch.setattr(hooks, "_merges", {})

        def move(_actor: Any, *, gone: Resident, kept: Resident) -> Any:
            heard.append(("move", gone.id, kept.id))
            return {"rows": [1, 2]}

        def move_back(_actor: Any, *, gone: Resident, kept: Resident, moved: Any) -> None:
            heard.append(("back", gone.id, kept.id, moved))

        hooks.on_merge("test", move, move_back)
        kept, gone = pair
        _undo(_merge(kept, gone))
        assert heard == [("move", gone, kept), ("back", gone, kept, {"rows": [1, 2]})]

    def test_both_histories_tell_of_it_and_the_kept_one_shows_both(self, pair: tuple[int, int]) -> None:
        kept, gone = pair
        _merge(kept, gone)
        verbs = [r.verb for r in list_revisions(staff.actor("clerk"), _get(kept))]
        assert sorted(verbs) == ["merge_residents", "merged_away", "register_resident", "register_resident"]

    @pytest.mark.parametrize("reason", ["", " ", "见证件119901196611220018"])
    def test_a_reason_is_asked_and_holds_no_number(self, pair: tuple[int, int], reason: str) -> None:
        with pytest.raises(RuleBroken) as caught:
            _merge(*pair, reason=reason)
        assert caught.value.field == "reason"

    def test_not_with_itself_nor_twice_nor_out_of_date(self, pair: tuple[int, int]) -> None:
        kept, gone = pair
        with pytest.raises(RuleBroken):
            _merge(kept, kept)
        with pytest.raises(Conflict):
            _merge(kept, gone, version=_get(kept).version + 1)
        _merge(kept, gone)
        with pytest.raises(RuleBroken):
            _merge(kept, gone)
        with pytest.raises(RuleBroken):
            _merge(gone, kept)

    def test_a_death_is_not_lost_in_a_merge(self, pair: tuple[int, int]) -> None:
        kept, gone = pair
        with transaction():
            actions.record_death(
                staff.actor("clerk"),
                _get(gone),
                version=None,
                death_date=dt.date(2026, 11, 1),
                source="社区走访",
            )
        with pytest.raises(RuleBroken) as caught:
            _merge(kept, gone)
        assert caught.value.field == "gone"

    def test_only_a_reviewer_merges(self, pair: tuple[int, int]) -> None:
        with pytest.raises(Forbidden), transaction():
            actions.merge_residents(
                staff.actor("clerk"), _get(pair[0]), gone=_get(pair[1]), version=None, reason="同一人"
            )


class TestUndoMerge:
    def test_both_are_as_before(self, pair: tuple[int, int]) -> None:
        kept, gone = pair
        assert _undo(_merge(kept, gone)) == gone
        assert [(p.kind, p.is_primary) for p in _get(kept).papers] == [("citizen", True)]
        assert [(p.kind, p.is_primary) for p in _get(gone).papers] == [("passport", True)]
        clerk = staff.actor("clerk")
        assert [line.id for line in search_residents(clerk, "E11990001").lines] == [gone]
        assert find_merge(_get(kept)) is None

    def test_a_chain_is_undone_from_its_end(self, pair: tuple[int, int]) -> None:
        kept, gone = pair
        with transaction():
            third = residents.make_resident(name="张再登", birth_date=dt.date(1966, 11, 22)).id
        first = _merge(kept, gone)
        second = _merge(third, kept)
        assert {_get(gone).merged_into_id, _get(kept).merged_into_id} == {third}
        assert [line.id for line in search_residents(staff.actor("clerk"), "章龑").lines] == [third]
        with pytest.raises(RuleBroken):
            _undo(first)
        _undo(second)
        assert _get(gone).merged_into_id == kept
        _undo(first)
        assert _get(gone).merged_into_id is None

    def test_once_only_and_only_a_merge(self, pair: tuple[int, int]) -> None:
        kept, gone = pair
        merge = _merge(kept, gone)
        registered = list_revisions(staff.actor("clerk"), _get(kept))[-1].id
        _undo(merge)
        for revision in (merge, registered):
            with pytest.raises(RuleBroken):
                _undo(revision)

    def test_what_was_added_since_stays_with_the_kept_one(self, pair: tuple[int, int]) -> None:
        kept, gone = pair
        merge = _merge(kept, gone)
        paper = actions.NewPaper(kind="passport", number="E11990009", is_primary=False)
        with transaction():
            actions.add_paper(staff.actor("clerk"), _get(kept), version=None, paper=paper, reason="新证")
        _undo(merge)
        assert {p.number for p in _get(kept).papers} == {"119901196611220018", "E11990009"}
