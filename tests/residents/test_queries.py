"""The one search box, scope, masks and order: bounded statements, literal wildcards, nothing that fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from portal.audit.queries import list_entries
from portal.db import session, transaction
from portal.errors import Forbidden, NotFound
from portal.extensions import db
from portal.residents import hooks
from portal.residents.models import Resident
from portal.residents.queries import get_resident, masked_number, masked_phone, search_residents
from portal.settings.models import SettingValue
from tests.factories import residents, staff

pytestmark = pytest.mark.usefixtures("database")

BIRTHS = (dt.date(1960, 5, 20), dt.date(1961, 5, 20), dt.date(1966, 11, 22))


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that were sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def _names(q: str, by: str = "clerk", limit: int = 20) -> list[str]:
    return [line.name for line in search_residents(staff.actor(by), q, limit).lines]


@pytest.fixture
def people(database: None) -> None:
    """张䶮, three 王伟, 王伟明, 单雄信, 欧阳样, 阿卜杜拉·买买提江 and a foreigner."""
    with transaction():
        residents.make_zhang()
        for birth in BIRTHS:
            residents.make_resident(name="王伟", birth_date=birth)
        for name in ("王伟明", "单雄信", "欧阳样", "阿卜杜拉·买买提江"):
            residents.make_resident(name=name)
        residents.make_resident(
            name="MARY ANN SAMPLE", kind="passport", number="E11990001", phone="0591-87650000"
        )


@pytest.mark.usefixtures("people")
class TestSearchResidents:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("张", ["张䶮"]),
            ("䶮", ["张䶮"]),
            ("王伟", ["王伟", "王伟", "王伟", "王伟明"]),
            ("伟明", ["王伟明"]),
            ("王伟明", ["王伟明"]),
            ("王明", []),
            ("wangwei", ["王伟", "王伟", "王伟", "王伟明"]),
            ("Wang Wei", ["王伟", "王伟", "王伟", "王伟明"]),
            ("ww", ["王伟", "王伟", "王伟", "王伟明"]),
            ("wwm", ["王伟明"]),
            ("sxx", ["单雄信"]),
            ("dxx", ["单雄信"]),
            ("shanxiong", ["单雄信"]),
            ("oyy", ["欧阳样"]),
            ("欧", ["欧阳样"]),
            ("abdlmmtj", ["阿卜杜拉·买买提江"]),
            ("阿卜杜拉•买买提江", ["阿卜杜拉·买买提江"]),
            ("拉买", ["阿卜杜拉·买买提江"]),
            ("mary ann", ["MARY ANN SAMPLE"]),
            ("sample", ["MARY ANN SAMPLE"]),
            ("119901196611220018", ["张䶮"]),
            ("１１９９０１１９６６１１２２００１８", ["张䶮"]),
            ("119901 19661122 0018", ["张䶮"]),
            ("119901661122001", ["张䶮"]),
            ("0018", ["张䶮"]),
            ("139 0000 0001", ["张䶮"]),
            ("13900000001", ["张䶮"]),
            ("e11990001", ["MARY ANN SAMPLE"]),
            ("(0591) 87650000", ["MARY ANN SAMPLE"]),
            ("0000", ["MARY ANN SAMPLE"]),
            ("王伟 1966", ["王伟"]),
            ("王伟 19661122", ["王伟"]),
            ("ww 1966", ["王伟"]),
            ("张䶮 0018", ["张䶮"]),
            ("张䶮 0019", []),
            ("", []),
            ("12", []),
            ("11990119661122", []),
        ],
    )
    def test_one_box_takes_everything(self, asked: str, found: list[str]) -> None:
        assert _names(asked) == found

    @pytest.mark.parametrize(
        "asked", ["%", "_", "王%", "%伟", "王_", "\\", "王伟%", "'", '"', "w%", "w_", "--", "*", "王伟 %"]
    )
    def test_wildcards_are_literal(self, asked: str) -> None:
        assert _names(asked) == []

    def test_the_same_name_is_in_a_fixed_order_and_told_apart(self) -> None:
        lines = search_residents(staff.actor("clerk"), "王伟").lines
        assert [line.birth_date for line in lines[:3]] == list(BIRTHS)
        assert len({(line.birth_date, line.last_four) for line in lines}) == 4

    def test_the_limit_holds_and_says_that_there_are_more(self) -> None:
        answer = search_residents(staff.actor("clerk"), "王", 2)
        assert (len(answer.lines), answer.has_more) == (2, True)
        answer = search_residents(staff.actor("clerk"), "w", 4)
        assert (len(answer.lines), answer.has_more) == (4, False)

    def test_the_dead_are_marked(self) -> None:
        with transaction():
            session.query(Resident).filter_by(name="张䶮").one().death_date = dt.date(2026, 1, 1)
        assert [line.is_dead for line in search_residents(staff.actor("clerk"), "张䶮").lines] == [True]

    @pytest.mark.parametrize("asked", ["王", "ww", "0018", "119901196611220018", "13900000001", "王伟 1966"])
    def test_the_number_of_statements_does_not_grow_with_what_is_found(self, asked: str) -> None:
        clerk = staff.actor("clerk")
        session.rollback()
        with counted() as few:
            search_residents(clerk, asked, 1)
        with transaction():
            for _ in range(12):
                residents.make_resident(name="王伟", birth_date=dt.date(1966, 3, 3))
        with counted() as many:
            search_residents(clerk, asked, 50)
        assert len(many) <= len(few) <= 7 + len(hooks.search_sources()), "one statement a room at most"

    def test_other_rooms_are_asked_for_texts_with_a_digit_that_are_no_persons_number(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []
        monkeypatch.setattr(hooks, "_sources", {})

        def find(_actor: object, words: str, _limit: int) -> list[hooks.SearchHit]:
            asked.append(words)
            return [
                hooks.SearchHit(
                    "示街办受〔2026〕12号", "老年优待证", "services.show_application", {"application_id": 1}
                )
            ]

        hooks.add_search_source("test", find)
        for q in (
            " 示街办受〔2026〕12号 ",
            "S-2026-000012",
            "王伟",
            "ww",
            "119901196611220018",
            "13900000001",
        ):
            search_residents(staff.actor("clerk"), q)
        assert asked == ["示街办受〔2026〕12号", "S-2026-000012"]
        assert search_residents(staff.actor("clerk"), "〔2026〕12").hits[0].title.startswith("示街办")

    def test_asking_for_a_whole_number_is_recorded_without_it(self) -> None:
        for q in ("王伟", "0018", "119901196611220018", "13900000001"):
            with transaction("read"):
                search_residents(staff.actor("clerk"), q)
        entries = list_entries(verb="residents.search")
        assert [e.facts for e in entries] == [
            {"asked": "phone", "found": 1},
            {"asked": "identity", "found": 1},
        ]

    def test_a_role_without_the_right_may_not_search(self) -> None:
        with pytest.raises(Forbidden):
            _names("王", by="auditor")


@hypothesis_settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60) | st.text("王伟张0123456789Xx%_\\·. \u3000-'()〔〕", max_size=24))
def test_no_text_breaks_the_search(database: None, asked: str) -> None:
    answer = search_residents(staff.actor("clerk"), asked.replace("\x00", ""))
    assert answer.lines == []


class TestMaskedNumber:
    @pytest.fixture
    def zhang(self, database: None) -> Resident:
        """张䶮, registered."""
        with transaction():
            residents.make_zhang()
        return session.query(Resident).one()

    def test_roles_that_may_ask_see_both_ends_others_only_the_last_four(self, zhang: Resident) -> None:
        paper = zhang.primary_paper
        assert masked_number(staff.actor("clerk"), paper) == "119901********0018"
        assert masked_number(staff.actor("street"), paper) == "**************0018"
        assert masked_number(staff.actor("clerk"), None) == ""
        assert masked_phone(zhang) == "139****0001"

    def test_the_office_may_show_less(self, zhang: Resident) -> None:
        with transaction():
            for key, places in (("residents.mask_first", 0), ("residents.mask_last", 2)):
                session.add(SettingValue(key=key, content={"value": places}, valid_from=dt.date(2026, 1, 1)))
        assert masked_number(staff.actor("clerk"), zhang.primary_paper) == "****************18"
        assert search_residents(staff.actor("clerk"), "张䶮").lines[0].last_four == "18"


class TestGetResident:
    @pytest.mark.parametrize("key", [0, 999, 2**63, 10**31])
    def test_keys_that_nobody_has_are_not_found(self, key: int) -> None:
        with pytest.raises(NotFound):
            get_resident(staff.actor("clerk"), key)

    def test_every_unit_sees_the_same_person(self) -> None:
        with transaction():
            key = residents.make_zhang().id
        assert get_resident(staff.actor("clerk_s2"), key).name == "张䶮"
        with pytest.raises(Forbidden):
            get_resident(staff.actor("admin"), key)


def test_the_order_is_that_of_pinyin_on_both_databases() -> None:
    names = ["阿甲", "艾乙", "单于丙", "褚丁", "张三", "张三丰", "章三", "𬭚戊"]
    with transaction():
        for name in reversed(names):
            residents.make_resident(name=name)
    ordered = list(session.scalars(text("SELECT name FROM resident ORDER BY name_pinyin, id")))
    assert ordered == ["阿甲", "艾乙", "单于丙", "褚丁", "𬭚戊", "张三", "章三", "张三丰"]
