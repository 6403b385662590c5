"""The papers of a file: figures and capitals agree or nothing prints, one sample of each as approved by eye."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from portal import clock
from portal.db import session, transaction
from portal.documents.facts import from_plain, to_plain
from portal.documents.render import engine
from portal.errors import RuleBroken
from portal.services.assistance import actions, documents, papers
from portal.services.assistance.actions import Plan
from tests.documents import sample
from tests.documents.test_looks import MOST_DIFFERENT, picture
from tests.factories import assistance, staff
from tests.services.assistance.life import hear, propose

pytestmark = pytest.mark.usefixtures("database")
APPROVED = Path(__file__).with_name("approved")


class TestAmounts:
    def test_scenario_42(self) -> None:
        """Figures and capitals that differ after somebody changed one of them: no paper, and no number used."""
        with transaction():
            file = assistance.make_file(3, 110_000)
            facts = documents.decision_letter(file.decisions[0])
            assert (facts.figures, facts.capitals) == ("820.00", "人民币捌佰贰拾元整")
            with pytest.raises(RuleBroken, match="不一致"):
                dataclasses.replace(facts, figures="880.00")
            tampered = to_plain(facts) | {"capitals": "人民币捌佰捌拾元整"}
            with pytest.raises(RuleBroken, match=r"820\.00元.*捌佰捌拾元整"):
                from_plain(papers.SupportDecisionLetter, tampered)

    def test_both_spellings_of_the_same_sum_are_right(self) -> None:
        with transaction():
            facts = documents.decision_letter(assistance.make_file(3, 110_000).decisions[0])
            assert dataclasses.replace(facts, figures="1680.32", capitals="人民币壹仟陆佰捌拾元零叁角贰分")


class TestFacts:
    def test_what_a_letter_says(self) -> None:
        with transaction():
            file = assistance.make_file(3, 110_000)
            facts = documents.decision_letter(file.decisions[0])
            assert (
                facts.result
                == "同意给予最低生活保障，自2026年5月起按月发放，每月820.00元（人民币捌佰贰拾元整）"
            )
            assert (
                facts.calculation[0].text == "保障标准 640.00 元 × 3 人 − 家庭月收入 1100.00 元 = 820.00 元"
            )
            assert facts.identity_masked.startswith("119901****")
            assert "六十日" in facts.remedies

    def test_a_letter_is_issued_once_under_the_decisions_number(self) -> None:
        with transaction():
            decision = assistance.make_file(1).decisions[0]
            first = actions.issue_letter(staff.actor("clerk"), decision)
            assert first.number == decision.number
            assert actions.issue_letter(staff.actor("clerk"), decision).id == first.id

    def test_a_fading_is_heard_and_decided_with_its_last_month(self) -> None:
        with transaction():
            change = propose(assistance.make_file(1), "fading", plan=Plan(fading_months=6))
            record = documents.hearing_record(hear(change), "测试01", "测试二号窗")
            letter = documents.decision_letter(
                actions.decide_change(staff.actor("reviewer"), change, version=None)
            )
        assert record.planned == (
            "转入渐退期：自2026年12月起至2027年5月止，每月发放640.00元（原为640.00元）；渐退期满依法办理停发"
        )
        assert letter.result == (
            "自2026年12月起转入渐退期，至2027年5月止，每月仍发放640.00元（人民币陆佰肆拾元整）；渐退期满依法办理停发"
        )

    def test_a_marginal_household_is_recognised_and_paid_nothing(self) -> None:
        with transaction():
            letter = documents.decision_letter(assistance.make_file(2, scheme="marginal_income").decisions[0])
        assert letter.result.endswith(
            "认定为最低生活保障边缘家庭，不按月发放保障金；可以按规定申请医疗、教育、住房等相应救助"
        )
        assert letter.articles.startswith("《中华人民共和国社会救助法》第二十一条")
        assert not letter.pays

    def test_nobody_dead_is_written_to(self) -> None:
        with transaction():
            decision = assistance.make_file(1).decisions[0]
            assert documents.decision_letter(decision).holder == decision.file.head_name
            decision.file.head.death_date = clock.today()
            assert documents.decision_letter(decision).holder == f"{decision.file.head_name}的近亲属"

    def test_forms(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            clerk = staff.actor("clerk")
            sheet = actions.print_form(clerk, file, kind="review")
            assert [m["name"] for m in sheet.frozen["facts"]["members"]] == ["王试样", "王试样"]
            assert actions.print_form(clerk, file, kind="exit").frozen["facts"]["figures"] == "1280.00"


def make_all() -> dict[str, papers.SupportPaper]:
    """One of each paper, of one household."""
    assistance.make_standard()
    file = assistance.make_file(3, 110_000)
    change = propose(file, "reduce", reason="长子就业，家庭月收入增加到1420元", plan=Plan(income_fen=142_000))
    hearing = hear(change, reply="政策已当面解释", evidence="劳动合同复印件1份")
    decision = actions.decide_change(staff.actor("reviewer"), change, version=None)
    session.flush()
    return {
        "support_grant": documents.decision_letter(file.decisions[0]),
        "support_change": documents.decision_letter(decision),
        "support_hearing": documents.hearing_record(hearing, "测试01", "测试二号窗"),
        "support_exit": documents.exit_statement(file),
        "support_review": documents.review_sheet(file),
    }


def test_the_papers_look_as_approved(tmp_path: Path) -> None:
    """Approve anew as in tests/documents/test_looks.py: APPROVE_LOOKS=1, and look at every changed picture."""
    with transaction() as verdict:
        verdict.keep = False
        made = make_all()
    for kind, facts in made.items():
        shown = dataclasses.replace(facts, identity_masked="119901********0018")
        now = picture(engine(tmp_path).render(sample.order(kind, shown)).content)
        kept = APPROVED / f"{kind}.png"
        if os.environ.get("APPROVE_LOOKS"):
            APPROVED.mkdir(exist_ok=True)
            now.quantize(16).save(kept, optimize=True)
        with Image.open(kept) as opened:
            before = opened.convert("L")
        different = ImageChops.difference(now, before).point(lambda level: 255 if level > 96 else 0)
        assert now.size == before.size
        assert different.histogram()[255] / (now.width * now.height) <= MOST_DIFFERENT, kind
