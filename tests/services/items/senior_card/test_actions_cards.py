"""Senior cards: made by an application, replaced, reported lost, cancelled, moved with a merge; numbers never come back."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.db import session, transaction
from portal.documents.books import verify_numbers
from portal.documents.facts import from_plain
from portal.documents.models import IssuedNumber
from portal.documents.papers import ClosingSlip, SeniorCardFace
from portal.documents.progress import progress_of
from portal.errors import Conflict, RuleBroken
from portal.residents.actions import merge_residents, record_death, undo_merge
from portal.residents.models import Resident
from portal.services import actions
from portal.services.items.senior_card import actions as cards
from portal.services.items.senior_card import queries
from portal.services.items.senior_card.models import SeniorCard
from portal.services.queries import papers_of
from tests.factories import residents, services, staff

pytestmark = pytest.mark.usefixtures("hall")
TODAY = dt.date(2026, 11, 22)


def sixty(name: str = "王试样") -> Resident:
    return services.born(60, TODAY, name=name)


def all_cards() -> list[SeniorCard]:
    return list(session.scalars(select(SeniorCard).order_by(SeniorCard.id)))


class TestIssueCard:
    def test_in_order_with_four_eyes(self) -> None:
        with transaction():
            application = services.issued(residents.make_zhang(), item="senior_card", business="new")
        card = all_cards()[0]
        assert (card.card_type, card.status, card.number) == ("green", "valid", "示街办优绿〔2026〕1号")
        assert application.result_text == "老年优待证（绿证） 示街办优绿〔2026〕1号"
        assert card.application_id == application.id

    def test_on_the_spot_with_the_cards_number_on_the_slip(self) -> None:
        with transaction():
            application = services.card_on_the_spot(sixty())
        facts = from_plain(ClosingSlip, papers_of(application)[0].frozen["facts"])
        assert facts.result_papers == "老年优待证（绿证） 示街办优绿〔2026〕1号"
        assert facts.item == "老年优待证（首次申领）"

    def test_the_face_shows_the_whole_number_and_the_issuer(self) -> None:
        with transaction():
            services.card_on_the_spot(residents.make_zhang())
        document = all_cards()[0].document
        assert document is not None
        face = from_plain(SeniorCardFace, document.frozen["facts"])
        assert (face.name, face.identity_number, face.sex, face.ethnic_group) == (
            "张䶮",
            services.SIXTY,
            "男",
            "汉族",
        )
        assert (face.region, face.issuer, face.colour) == ("示范区", "示范街道办事处", "green")
        assert face.card_number == "示街办优绿〔2026〕1号"

    def test_the_photo_of_the_application_is_on_the_card(self, tmp_path: Path) -> None:
        from portal.files import store

        store.use_folder(tmp_path)
        stream = io.BytesIO()
        Image.new("RGB", (900, 1200), "white").save(stream, "JPEG")
        stream.seek(0)
        with transaction():
            application = services.checked(services.draft(sixty(), item="senior_card", business="new"))
            actions.attach_photo(
                staff.actor("clerk"), application, version=None, code="photo", stream=stream, name="a.jpg"
            )
            actions.complete_on_the_spot(staff.actor("clerk"), application, version=None)
        document = all_cards()[0].document
        assert document is not None
        face = from_plain(SeniorCardFace, document.frozen["facts"])
        assert face.photo is not None
        assert face.photo.startswith(b"\xff\xd8")

    def test_each_type_draws_from_its_own_book(self) -> None:
        with transaction():
            services.card_on_the_spot(sixty())
            services.card_on_the_spot(services.born(70, TODAY))
            services.card_on_the_spot(sixty())
            services.card_on_the_spot(services.born(80, TODAY))
        assert [card.number for card in all_cards()] == [
            "示街办优绿〔2026〕1号",
            "示街办优红〔2026〕1号",
            "示街办优绿〔2026〕2号",
            "示街办优红〔2026〕2号",
        ]
        assert all(book.is_whole for book in verify_numbers())

    def test_a_second_card_of_the_type_is_refused_with_the_first_ones_number(self) -> None:
        with transaction():
            who = sixty()
            services.card_on_the_spot(who)
            with pytest.raises(RuleBroken, match="示街办优绿〔2026〕1号"):
                services.card_on_the_spot(who)

    @pytest.mark.both
    def test_the_database_itself_keeps_one_valid_card(self) -> None:
        with transaction():
            services.card_on_the_spot(sixty())
            services.card_on_the_spot(sixty())
        first, second = all_cards()
        with pytest.raises(IntegrityError), transaction():
            session.get_one(SeniorCard, second.id).resident_id = first.resident_id

    def test_an_upgrade_at_70_ends_the_green_card(self) -> None:
        with transaction():
            who = services.born(69, TODAY)
            services.card_on_the_spot(who)
        clock.fix_today(dt.date(2027, 11, 22))
        with transaction():
            services.card_on_the_spot(who, "upgrade")
        green, red = all_cards()
        assert (green.status, green.ending, green.ended_on) == (
            "cancelled",
            "upgraded",
            dt.date(2027, 11, 22),
        )
        assert (red.card_type, red.status, red.replaces_id) == ("red", "valid", green.id)
        assert red.number == "示街办优红〔2027〕1号"
        assert green.issued_number.state == "used"

    def test_early_application_waits_for_the_birthday_to_be_issued(self) -> None:
        from portal.settings.actions import change_setting

        with transaction():
            change_setting(
                staff.actor("admin"), key="senior_card.early_days", text="5", valid_from=None, reason="便民"
            )
            who = services.born(60, TODAY, days_later=3)
            application = services.decided(who, item="senior_card", business="new")
            with pytest.raises(RuleBroken, match="2026年11月25日满60周岁，到那天才能制证"):
                actions.issue_result(staff.actor("clerk"), application, version=None)
        clock.fix_today(dt.date(2026, 11, 25))
        with transaction():
            actions.issue_result(staff.actor("clerk"), services.reload(application.id), version=None)
        assert all_cards()[0].issued_on == dt.date(2026, 11, 25)


class TestRecordLoss:
    def test_scenario_43_lost_twice_three_numbers_one_valid(self) -> None:
        with transaction():
            who = sixty()
            services.card_on_the_spot(who)
            services.card_on_the_spot(who, "lost")
            services.card_on_the_spot(who, "lost")
        newest = queries.cards_of_resident(who.id)[0]
        chain = queries.chain_of(newest)
        assert [card.number[-2] for card in chain] == ["3", "2", "1"]
        assert [card.status for card in chain] == ["valid", "lost", "lost"]
        states = session.execute(
            select(IssuedNumber.text, IssuedNumber.state).where(IssuedNumber.text.contains("优绿"))
        )
        assert {row.text: row.state for row in states} == {
            "示街办优绿〔2026〕1号": "void",
            "示街办优绿〔2026〕2号": "void",
            "示街办优绿〔2026〕3号": "used",
        }
        assert all(book.is_whole for book in verify_numbers())

    def test_reported_first_and_replaced_later(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            who = sixty()
            services.card_on_the_spot(who)
            card = all_cards()[0]
            cards.record_loss(clerk, card, version=card.version, reason="公交车上遗失")
            assert (card.status, card.document.status) == ("lost", "void")  # type: ignore[union-attr]
            with pytest.raises(RuleBroken, match="已不是有效证件"):
                cards.print_card(clerk, card)
            services.card_on_the_spot(who, "lost")
        lost, new = all_cards()
        assert (new.status, new.replaces_id) == ("valid", lost.id)

    def test_needs_a_reason_and_the_version_seen(self) -> None:
        with transaction():
            services.card_on_the_spot(sixty())
            card = all_cards()[0]
            with pytest.raises(RuleBroken) as refusal:
                cards.record_loss(staff.actor("clerk"), card, version=None, reason="")
            assert refusal.value.field == "reason"
            with pytest.raises(Conflict):
                cards.record_loss(staff.actor("clerk"), card, version=card.version + 1, reason="x")


class TestCancelCard:
    def test_by_application(self) -> None:
        with transaction():
            who = sixty()
            services.card_on_the_spot(who)
            application = services.card_on_the_spot(who, "cancel")
        assert application.result_text == "注销示街办优绿〔2026〕1号"
        assert (all_cards()[0].status, all_cards()[0].ending) == ("cancelled", "wish")

    @pytest.mark.both
    def test_cancelled_cards_stay_findable_and_the_public_check_tells(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            services.card_on_the_spot(sixty(name="周试样"))
            card = all_cards()[0]
            cards.cancel_card(clerk, card, version=None, ending="moved")
        assert [one.id for one in queries.list_cards(clerk, text=card.number).rows] == [card.id]
        assert card.document is not None
        assert progress_of(card.document) == "已注销"
        assert [c.number for c in queries.list_cards(clerk, text="周试").rows] == [card.number]
        assert queries.list_cards(clerk, status="valid").total == 0
        assert queries.list_cards(staff.actor("clerk_s2"), text=card.number).total == 0

    @pytest.mark.both
    def test_a_recorded_death_proposes_it(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            who = sixty()
            services.card_on_the_spot(who)
        with transaction():
            who = session.get_one(Resident, who.id)
            record_death(clerk, who, version=None, death_date=dt.date(2026, 11, 20), source="死亡证明")
        proposed = queries.list_proposed_cancellations(clerk)
        assert [(card.proposal, card.status) for card in proposed] == [("death", "valid")]
        assert queries.list_proposed_cancellations(staff.actor("clerk_s2")) == []
        with transaction():
            card = queries.list_proposed_cancellations(clerk)[0]
            cards.cancel_card(clerk, card, version=None, ending="death")
        assert queries.list_proposed_cancellations(clerk) == []

    def test_the_family_of_a_dead_holder_may_apply_for_it(self) -> None:
        with transaction():
            who = sixty()
            services.card_on_the_spot(who)
            who.death_date = dt.date(2026, 11, 20)
            agent = residents.make_resident(name="李代办")
            application = services.draft(
                who, item="senior_card", business="cancel", agent_id=agent.id, agent_relation="女儿"
            )
            assert {"death_certificate", "letter", "agent_identity"} <= {
                m.code for m in application.materials
            }
            actions.complete_on_the_spot(staff.actor("clerk"), services.checked(application), version=None)
        assert all_cards()[0].status == "cancelled"

    def test_a_proposal_may_be_dismissed(self) -> None:
        with transaction():
            services.card_on_the_spot(sixty())
            card = all_cards()[0]
            cards.propose_cancellation(None, card, why="death")
            cards.dismiss_proposal(staff.actor("clerk"), card, version=None, reason="重名误登记")
        assert (card.proposal, card.status) == ("", "valid")


class TestPrintCard:
    def test_every_printing_is_counted(self) -> None:
        with transaction():
            services.card_on_the_spot(sixty())
            card = all_cards()[0]
            assert [cards.print_card(staff.actor("clerk"), card).count for _ in range(2)] == [1, 2]
            session.expire_all()
        assert all_cards()[0].print_count == 2


class TestVoidAcceptance:
    def test_the_card_ends_and_the_one_before_it_counts_again(self) -> None:
        with transaction():
            who = sixty()
            services.card_on_the_spot(who)
            again = services.card_on_the_spot(who, "damaged")
            actions.void_acceptance(staff.actor("clerk"), again, version=None, reason="录错了人")
        first, second = all_cards()
        assert (first.status, second.status, second.ending) == ("valid", "cancelled", "voided")
        assert second.issued_number.state == "void"
        assert (first.ending, first.ended_on) == ("", None)


class TestMoveCards:
    def _two(self) -> tuple[Resident, Resident]:
        kept, gone = sixty(name="孙甲"), sixty(name="孙乙")
        services.card_on_the_spot(kept)
        services.card_on_the_spot(gone)
        return kept, gone

    def test_of_two_valid_cards_of_a_type_the_older_ends(self) -> None:
        reviewer = staff.actor("reviewer")
        with transaction():
            kept, gone = self._two()
            revision = merge_residents(reviewer, kept, gone=gone, version=None, reason="同一人")
        older, newer = all_cards()
        assert (older.status, older.ending, newer.status) == ("cancelled", "merged", "valid")
        assert {card.resident_id for card in all_cards()} == {kept.id}
        with transaction():
            undo_merge(reviewer, session.merge(revision), reason="不是同一人")
        older, newer = all_cards()
        assert (older.resident_id, older.status) == (kept.id, "valid")
        assert (newer.resident_id, newer.status) == (gone.id, "valid")
