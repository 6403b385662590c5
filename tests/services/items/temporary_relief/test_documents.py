"""The papers of temporary relief, beside the pictures that a person approved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from portal.services.items.temporary_relief.papers import ReliefApproval, ReliefNotice, ReliefSigner
from tests.documents import sample
from tests.documents.looks import must_look

DAY = dt.date(2026, 11, 26)
HEAD: dict[str, Any] = {
    **sample.OFFICE,
    "applicant": "张䶮",
    "identity_masked": "**************0018",
    "application_number": "示街办受〔2026〕128号",
    "kind": "急难型",
    "event_on": dt.date(2026, 11, 20),
    "reason": "住房失火，生活用品烧毁，一家三口暂住社区活动室",
    "form": "现金",
    "figures": "1,600.00",
    "capitals": "人民币壹仟陆佰元整",
    "decided_on": DAY,
}
APPROVAL = ReliefApproval(
    **HEAD,
    place="示范路1号",
    need="过渡住处和被褥",
    persons=3,
    reckoning="月保障标准 640.00 元 × 250% = 1,600.00 元",
    first="2026年11月20日先行救助：无处可住",
    district="同意（示民批〔2026〕8号，2026年11月25日）",
    signers=tuple(
        ReliefSigner(label=label, name=name, post=f"{post}@示范街道办事处", day=DAY)
        for label, name, post in (
            ("经办人", "测试01", "窗口人员"),
            ("审核人", "测试02", "审核人"),
            ("审批人", "测试03", "分管领导（签发）"),
        )
    ),
)
NOTICE = ReliefNotice(
    **HEAD, remedies="不服本决定的，可以在收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。"
)


@pytest.mark.parametrize(
    ("kind", "facts", "size"), [("relief_approval", APPROVAL, "a4"), ("relief_notice", NOTICE, "a5")]
)
def test_the_paper_looks_as_approved(
    kind: str, facts: Any, size: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    must_look(
        sample.order(kind, facts, size),
        Path(__file__).with_name("approved") / f"{kind}.png",
        tmp_path_factory,
    )
