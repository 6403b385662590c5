"""Binding, filing, checking and lending as rules: what is refused in words, and what is kept."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from portal import clock
from portal.db import session, transaction
from portal.documents.actions.standing import void_document
from portal.documents.models import Document
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.mediation.actions.ending import terminate_case
from portal.mediation.agreements.actions.closing import close_case
from portal.mediation.links.actions.joint import print_opinions
from portal.mediation.models import CaseEvent, Recusal
from portal.mediation.records.actions.evidence import strike_evidence
from portal.mediation.records.queries import evidence_of
from portal.mediation.volumes import items, queries
from portal.mediation.volumes.actions import binding, checking, filing, lending
from portal.mediation.volumes.actions.binding import Cover
from portal.mediation.volumes.actions.declaring import declare_originals
from portal.mediation.volumes.contents import contents_of
from portal.mediation.volumes.models import Volume
from portal.mediation.volumes.plan import paged, plan, span
from portal.settings.actions import change_setting
from tests.factories import mediation, staff, volumes

pytestmark = pytest.mark.usefixtures("database")
DAY = dt.date(2026, 11, 22)
COVER = Cover(bound_on=DAY)


def who(name: str = "mediator"):  # type: ignore[no-untyped-def]
    return staff.actor(name)


class TestAskBinding:
    def test_what_must_be_there_is_named_and_then_bound_in_the_statutory_order(self) -> None:
        with transaction():
            case = volumes.written(is_proven=False)
            with pytest.raises(RuleBroken, match=r"缺身份证明的扫描件：张示例、李样本。"):
                binding.ask_binding(who(), case, version=None, cover=COVER)
            volumes.prove(case)
            contents = contents_of(case)
            assert not contents.missing
            places = [items.BY_CODE[sheet.item].number for sheet in contents.sheets]
            assert places == sorted(places)
            assert [s.item for s in contents.sheets] == [
                *("acceptance_form", "acceptance", "rights", "identity", "identity", "session"),
                *("agreement", "visit", "closing"),
            ]
            for name in ("justice", "clerk"):
                with pytest.raises(Forbidden):
                    binding.ask_binding(who(name), case, version=None, cover=COVER)
            for bad, words in (
                ({"bound_on": DAY + dt.timedelta(days=1)}, "立卷日期"),
                ({"bound_on": DAY - dt.timedelta(days=1)}, "立卷日期"),
                ({"retention": "千年"}, "所列选项"),
                ({"remark": "长" * 301}, "最多 300"),
            ):
                with pytest.raises(RuleBroken, match=words):
                    binding.ask_binding(who(), case, version=None, cover=dataclasses.replace(COVER, **bad))
            with pytest.raises(Conflict):
                binding.ask_binding(who(), case, version=99, cover=COVER)
            volume = binding.ask_binding(who(), case, version=None, cover=COVER)
            assert (volume.number, volume.retention, volume.edition) == (case.number, "30年", 0)
            assert volume.asked is not None
            with pytest.raises(RuleBroken, match="正在装订"):
                binding.ask_binding(who(), case, version=None, cover=COVER)
            assert len(contents_of(case).of("identity")) == 3  # the list was made of itself

    def test_a_joint_case_wants_the_sheet_of_opinions_as_the_bodies_stand(self) -> None:
        with transaction():
            case = volumes.written(is_joint=True)
            assert not contents_of(case).missing
            (sheet,) = contents_of(case).of("opinion")[:1]
            void_document(who(), session.get_one(Document, sheet.key), reason="重新制作")
            with pytest.raises(RuleBroken, match="缺参加单位意见表"):
                binding.ask_binding(who(), case, version=None, cover=COVER)
            print_opinions(who(), case, version=None)
            assert not contents_of(case).missing
            case.dispute.tasks[1].answer_number = "示人社函〔2026〕9号"
            with pytest.raises(RuleBroken, match="意见表制作以后"):
                binding.ask_binding(who(), case, version=None, cover=COVER)
            key = items.BY_CODE["opinion"].switch
            change_setting(who("admin"), key=key, text="no", valid_from=DAY, reason="试")
            assert not contents_of(case).missing

    def test_a_simple_case_needs_no_session_and_says_so(self) -> None:
        with transaction():
            case = volumes.settled()
            contents = contents_of(case)
            assert not contents.missing
            assert any("未制作调解笔录" in line for line in contents.unusual)
            assert any("没有收集身份证明的当事人：张示例、李样本" in line for line in contents.unusual)
            for setting in (items.SIMPLE_SESSION, items.SIMPLE_IDENTITY):
                change_setting(who("admin"), key=setting.key, text="yes", valid_from=DAY, reason="试")
            assert {one.item for one in contents_of(case).missing} == {"session", "identity"}
            change_setting(who("admin"), key="mediation.bind.closing", text="no", valid_from=DAY, reason="试")
            assert not contents_of(case).of("closing")

    def test_a_paper_that_nobody_signed_on_a_screen_wants_a_scan_or_a_declaration(self) -> None:
        with transaction():
            case = volumes.written(is_signed=False)
            with pytest.raises(RuleBroken, match="没有签名"):
                binding.ask_binding(who(), case, version=None, cover=COVER)
            with pytest.raises(RuleBroken, match="没有签名"):
                filing.must_be_bound(case, who())
            unsigned = {one.item: one for one in contents_of(case).originals if not one.how}
            assert set(unsigned) == {"acceptance_form", "rights", "session", "agreement", "visit"}
            filing.add_scan(who(), case, version=None, item="visit", name="", file=volumes.stored())
            for chosen, words in ((set(), "至少选一份"), ({0}, "所列选项")):
                with pytest.raises(RuleBroken, match=words):
                    declare_originals(who(), case, version=None, document_ids=chosen)
            with pytest.raises(Forbidden):
                declare_originals(who("justice"), case, version=None)
            with pytest.raises(Conflict):
                declare_originals(who(), case, version=99)
            declare_originals(who(), case, version=None, document_ids={unsigned["rights"].key})
            declare_originals(who(), case, version=None)
            told = {one.item: one for one in contents_of(case).originals}
            assert (told["visit"].how, told["rights"].how) == ("scan", "declared")
            row = told["rights"].declared
            assert row is not None
            assert (row.declarer.name, row.declared_on) == (who().name, DAY)
            assert binding.ask_binding(who(), case, version=None, cover=COVER).asked is not None

    def test_no_accord_without_a_session_wants_its_reason_in_the_notes(self) -> None:
        with transaction():
            case = mediation.make_case("mediating")
            terminate_case(who(), case, version=None, code="no_accord", told_on=DAY)
            close_case(who("chair"), case, version=None, result="没有达成协议。", opinion="同意结案。")
            volumes.declare_originals(who(), case, version=None)
            contents = contents_of(case)
            assert contents.wants_reason
            assert not contents.missing
            with pytest.raises(RuleBroken, match="没有调解笔录") as refused:
                binding.ask_binding(who(), case, version=None, cover=COVER)
            assert refused.value.field == "notes"
            told = dataclasses.replace(COVER, notes="双方分头来访，没有一同调解。")
            volumes.enter(binding.ask_binding(who(), case, version=None, cover=told))
            filing.archive_case(who(), case, version=None)

    def test_one_that_is_not_closed_is_not_bound_nor_one_with_a_draft(self) -> None:
        with transaction():
            case = mediation.make_case("mediating")
            with pytest.raises(RuleBroken, match="还没有结案"):
                binding.ask_binding(who(), case, version=None, cover=COVER)
            case = volumes.written()
            session.add(Recusal(case=case, mediator=case.lead, asked_by="party", asked_on=DAY))
            session.flush()
            session.expire(case, ["recusals"])
            with pytest.raises(RuleBroken, match="回避申请没有决定"):
                binding.ask_binding(who(), case, version=None, cover=COVER)

    def test_simple_cases_of_a_month_stand_in_one_volume(self) -> None:
        with transaction():
            cases = [volumes.settled(f"楼道堆物{n}号。", is_signed=n > 0) for n in range(3)]
            committee = cases[0].committee
            given = {"first": DAY.replace(day=1), "last": DAY, "cover": COVER}
            with pytest.raises(RuleBroken, match="至少选一件"):
                binding.ask_joint_binding(who(), committee=committee, cases=[], **given)
            with pytest.raises(RuleBroken, match="简易口头案件可以合订"):
                binding.ask_joint_binding(who(), committee=committee, cases=[volumes.written()], **given)
            with pytest.raises(RuleBroken, match="没有签名"):
                binding.ask_joint_binding(who(), committee=committee, cases=cases, **given)
            given["cover"] = dataclasses.replace(COVER, are_signed=True)
            volume = binding.ask_joint_binding(who(), committee=committee, cases=cases, **given)
            assert volume.number.startswith("示街调卷")
            volumes.enter(volume)
            planned = plan(volume)
            facts = paged(planned, [2] * len(planned.sheets), 1)
            assert [group.heading[:8] for group in facts.groups][-1] == "卷宗情况说明"
            assert facts.groups[1].lines[0].pages == span(2 * len(planned.contents[0].sheets) + 1, 2)
            with pytest.raises(RuleBroken, match="合订卷"):
                binding.ask_binding(who(), cases[0], version=None, cover=COVER)
            assert filing.archive_volume(who(), volume, version=volume.version) == 3
            assert {case.state for case in cases} == {"archived"}


class TestArchiveCase:
    def test_only_with_a_volume_that_holds_everything(self) -> None:
        with transaction():
            case = volumes.written()
            with pytest.raises(RuleBroken, match="还没有装订卷宗"):
                filing.archive_case(who(), case, version=None)
            volume = volumes.bound(case)
            strike_evidence(who(), evidence_of(case, "identity")[0], version=None, reason="重复")
            with pytest.raises(RuleBroken, match="缺身份证明的扫描件：张示例"):
                filing.archive_case(who(), case, version=None)
            volumes.prove(case)
            with pytest.raises(RuleBroken, match="装订以后材料有变动"):
                filing.archive_case(who(), case, version=None)
            with pytest.raises(RuleBroken, match="为什么重新装订"):
                binding.ask_again(who(), volume, version=None, cover=COVER, because="")
            binding.ask_again(who(), volume, version=None, cover=COVER, because="补身份证明")
            volumes.enter(volume)
            assert [one.edition for one in volume.editions] == [1, 2]
            with pytest.raises(RuleBroken, match="归档日期"):
                filing.archive_case(who(), case, version=None, on=DAY + dt.timedelta(days=1))
            filing.archive_case(who(), case, version=None)
            assert (case.state, case.archived_on) == ("archived", DAY)

    def test_a_supplement_is_logged_and_makes_a_new_edition(self) -> None:
        with transaction():
            case = volumes.written()
            volume = volumes.bound(case)
            filing.archive_case(who(), case, version=None)
            given = {"version": None, "item": "other", "name": "补充收条", "file": volumes.stored()}
            with pytest.raises(RuleBroken, match="理由"):
                filing.add_scan(who(), case, **given)
            filing.add_scan(who(), case, because="当事人补交", **given)
            asked = volume.asked
            assert asked is not None
            assert (asked.edition, asked.because) == (2, "当事人补交")
            verbs = [event.verb for event in session.query(CaseEvent).filter_by(case_id=case.id)]
            assert verbs[-1] == "supplement_volume"
            assert any("归档以后补充 1 份：补充收条" in line for line in contents_of(case).unusual)
            scan = queries.get_scan(case, contents_scan(case))
            with pytest.raises(RuleBroken, match="只能补充"):
                filing.strike_scan(who(), case, scan=scan, version=None, reason="多余")

    def test_a_scan_is_turned_by_quarters_and_then_the_volume_is_bound_anew(self) -> None:
        with transaction():
            case = volumes.written()
            volumes.bound(case)
            file_id = contents_of(case).of("identity")[1].key
            assert [filing.turn_scan(who(), case, file_id=file_id, version=None) for _n in range(4)] == [
                90,
                180,
                270,
                0,
            ]
            filing.must_be_bound(case, who())
            filing.turn_scan(who(), case, file_id=file_id, version=None)
            with pytest.raises(RuleBroken, match="有变动"):
                filing.must_be_bound(case, who())
            with pytest.raises(RuleBroken, match="没有这份扫描件"):
                filing.turn_scan(who(), case, file_id=999_999, version=None)


def contents_scan(case) -> int:  # type: ignore[no-untyped-def]
    from portal.mediation.volumes.contents import list_scans

    return list_scans(case)[0].id


class TestCheckVolume:
    @pytest.mark.both
    def test_defects_are_answered_and_a_second_look_finds_it_good(self) -> None:
        with transaction():
            volume = volumes.bound(volumes.settled())
            justice, given = who("justice"), {"version": None}
            with pytest.raises(Forbidden):
                checking.check_volume(who(), volume, result="good", **given)
            with pytest.raises(RuleBroken, match="请填写这一项"):
                checking.check_volume(justice, volume, result="defects", mend_by=DAY, **given)
            with pytest.raises(RuleBroken, match="补正"):
                checking.check_volume(justice, volume, result="defects", defects="缺签名", **given)
            check = checking.check_volume(
                justice, volume, result="defects", defects="缺签名", mend_by=DAY, **given
            )
            assert queries.stand_of(volume) == "defects"
            assert queries.count_tabs(who("chair"))["defects"] == 1
            checking.answer_check(who(), check, version=None, answer="已补签。")
            with pytest.raises(RuleBroken, match="已经答复过"):
                checking.answer_check(who(), check, version=None, answer="再答")
            assert queries.count_tabs(justice)["mended"] == 1
            checking.check_volume(justice, volume, result="good", **given)
            assert [v.id for v in session.scalars(queries.volumes(justice, "good"))] == [volume.id]
            binding.ask_again(who(), volume, version=None, cover=COVER, because="换页")
            volumes.enter(volume)
            assert queries.stand_of(volume) == "waiting"
            assert queries.count_tabs(justice)["waiting"] == 1

    def test_notes_reach_the_committee_and_are_answered_once(self) -> None:
        with transaction():
            committee = mediation.make_committee()
            note = checking.note_guidance(
                who("justice"), committee=committee, title="笔录", note="逐页签名。"
            )
            assert queries.list_notes(who("chair")) == [note]
            checking.answer_guidance(who("chair"), note, version=None, answer="照办。")
            with pytest.raises(RuleBroken, match="答复过"):
                checking.answer_guidance(who("chair"), note, version=None, answer="照办。")
            with pytest.raises(Forbidden):
                checking.note_guidance(who("mediator"), committee=committee, title="x", note="y")


class TestLendVolume:
    def test_a_paper_volume_is_lent_once_at_a_time(self) -> None:
        with transaction():
            volume = volumes.bound(volumes.settled())
            given = {"version": None, "borrower": "王法官", "body": "示范区法院", "purpose": "审理"}
            with pytest.raises(RuleBroken, match="应归还"):
                lending.lend_volume(who(), volume, way="paper", **given)
            loan = lending.lend_volume(who(), volume, way="paper", due_on=DAY, **given)
            with pytest.raises(RuleBroken, match="已经借出"):
                lending.lend_volume(who(), volume, way="paper", due_on=DAY, **given)
            assert lending.lend_volume(who(), volume, way="reading", **given).returned_on == DAY
            assert queries.count_tabs(who())["lent"] == 1
            lending.return_volume(who(), loan, version=None, on=clock.today())
            assert queries.count_tabs(who())["lent"] == 0


class TestRetention:
    def test_it_follows_the_category(self) -> None:
        with transaction():
            case = volumes.settled()
            name = case.dispute.category.name
            key = items.RETENTION_BY_CATEGORY.key
            with pytest.raises(RuleBroken):
                change_setting(who("admin"), key=key, text=f"{name} | 千年", valid_from=DAY, reason="试")
            change_setting(who("admin"), key=key, text=f"{name} | 永久", valid_from=DAY, reason="试")
            volume = volumes.bound(case)
            assert volume.retention == "永久"
            assert session.query(Volume).count() == 1
