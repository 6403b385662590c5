"""What belongs into a volume, in the statutory order 0–14 (reference A.3), as one declared list: which papers stand at which
place, what must be there, and which local papers a committee binds in. Nothing here reads a record.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal import settings
from portal.errors import N_, RuleBroken
from portal.mediation.limits import GROUP

MUST, ONE_OF_TWO, WRITTEN, ORAL, BY_SETTING, OPTIONAL = (
    "must",
    "one_of_two",
    "written",
    "oral",
    "by_setting",
    "optional",
)


@dataclass(frozen=True)
class Item:
    """One place of the volume.

    `number` is that of the national list, `kinds` the kinds of paper bound there, `need` when it must be there, `endpoint` the
    page where it is made (its address takes the case's key as `case_id`), `local` whether a committee may leave it out.
    """

    code: str
    number: int
    label: str
    kinds: tuple[str, ...] = ()
    need: str = OPTIONAL
    endpoint: str = ""
    local: bool = False

    @property
    def switch(self) -> str:
        """The key of the setting that binds a local paper."""
        return f"mediation.bind.{self.code}"


ITEMS: tuple[Item, ...] = (
    Item(
        "application",
        1,
        N_("人民调解申请书"),
        ("mediation_application",),
        ONE_OF_TWO,
        "mediation.print_application",
    ),
    Item("acceptance_form", 2, N_("人民调解受理登记表"), ("mediation_acceptance_form",), ONE_OF_TWO),
    Item("acceptance", 2, N_("受理通知书"), ("mediation_acceptance",), local=True),
    Item("refusal", 2, N_("不予受理通知书"), ("mediation_refusal",), local=True),
    Item("referral", 2, N_("移送、委派材料"), local=True),
    Item("rights", 3, N_("当事人权利义务告知书"), ("mediation_rights",), MUST, "mediation.tell_rights"),
    Item("recusal", 3, N_("回避申请（决定）书"), ("mediation_recusal",), local=True),
    Item(
        "identity", 4, N_("身份证明"), ("mediation_identity",), BY_SETTING, "mediation_records.list_evidence"
    ),
    Item("power", 5, N_("授权委托书"), ("mediation_power",)),
    Item("investigation", 6, N_("人民调解调查记录"), ("mediation_investigation",)),
    Item("evidence", 7, N_("证据材料"), ("mediation_evidence",), endpoint="mediation_records.list_evidence"),
    Item(
        "session", 8, N_("人民调解记录"), ("mediation_session",), BY_SETTING, "mediation_records.open_session"
    ),
    Item("danger", 8, N_("报告公安记录"), ("mediation_danger",), local=True),
    Item("opinion", 8, N_("参加单位意见"), ("mediation_opinions",), local=True),
    Item("extension", 8, N_("延期调解申请（决定）书"), ("mediation_extension",), local=True),
    Item("suspension", 8, N_("中止调解告知书"), ("mediation_suspension",), local=True),
    Item("withdrawal", 8, N_("撤回调解申请书"), ("mediation_withdrawal",), local=True),
    Item("termination", 8, N_("终止调解通知书"), ("mediation_termination",), local=True),
    Item(
        "agreement",
        9,
        N_("人民调解协议书"),
        ("mediation_agreement",),
        WRITTEN,
        "mediation_agreements.conclude",
    ),
    Item(
        "oral_agreement",
        9,
        N_("人民调解口头协议登记表"),
        ("mediation_oral_agreement",),
        ORAL,
        "mediation_agreements.conclude",
    ),
    Item("receipt", 10, N_("履行凭证"), ("mediation_receipt",)),
    Item("urging", 10, N_("督促履行通知"), ("mediation_urging",), local=True),
    Item(
        "visit",
        11,
        N_("人民调解回访记录"),
        ("mediation_visit",),
        BY_SETTING,
        "mediation_agreements.record_visit",
    ),
    Item("confirmation", 12, N_("司法确认有关材料"), ("mediation_confirmation",)),
    Item("closing", 12, N_("结案报告表"), ("mediation_closing",), local=True),
    Item("other", 12, N_("其他材料")),
)
BY_CODE = {item.code: item for item in ITEMS}
# The places at which a scan may be added by hand.
PLACES = {item.code: item.label for item in ITEMS}

for _item in ITEMS:
    if _item.local:
        settings.define(
            _item.switch,
            "flag",
            True,
            _item.label,
            N_("人民调解卷宗：装入哪些地方文书"),
            hint=N_("国家格式以外的文书，各地要求不同。不装入的仍留在案件里。"),
            per_unit=True,
        )

VISIT_BOUND = settings.define(
    "mediation.volume_visit",
    "flag",
    True,
    N_("有协议的案件，卷内须有回访记录"),
    GROUP,
    per_unit=True,
)
SIMPLE_IDENTITY = settings.define(
    "mediation.volume_simple_identity",
    "flag",
    False,
    N_("简易口头案件，卷内须有身份证明"),
    GROUP,
    hint=N_("不要求的，卷宗情况说明中写明没有收集。其他案件一律要求。"),
    per_unit=True,
)
SIMPLE_SESSION = settings.define(
    "mediation.volume_simple_session",
    "flag",
    False,
    N_("简易口头案件，卷内须有调解笔录"),
    GROUP,
    hint=N_("不要求的，用口头协议登记表代替，卷宗情况说明中写明。"),
    per_unit=True,
)
PAPER_PERIODS = ("永久", "长期", "短期", "60年", "30年", "10年")
RETENTIONS = PAPER_PERIODS


def _check_retentions(rows: list[list[str]]) -> None:
    for row in rows:
        if len(row) != 2 or not row[0] or row[1] not in RETENTIONS:
            raise RuleBroken(
                "value",
                N_("每行写“纠纷类别 | 保管期限”，期限用：%(known)s。"),
                known="、".join(RETENTIONS),
            )


RETENTION = settings.define(
    "mediation.retention",
    "choice",
    PAPER_PERIODS[4],
    N_("卷宗保管期限"),
    GROUP,
    hint=N_("国家没有统一规定，请按当地档案部门的要求设置。"),
    choices=tuple((one, one) for one in RETENTIONS),
    per_unit=True,
)
RETENTION_BY_CATEGORY = settings.define(
    "mediation.retention_by_category",
    "table",
    [],
    N_("按纠纷类别另定的卷宗保管期限"),
    GROUP,
    hint=N_("每行一类，如“山林土地 | 永久”；没有列出的按通用的期限。"),
    check=_check_retentions,
    per_unit=True,
)


def retention_of(category: str, unit_id: int, day: dt.date) -> str:
    """How long a volume about a dispute of this category is kept."""
    for name, period in settings.value(RETENTION_BY_CATEGORY.key, on=day, unit_id=unit_id):
        if name == category:
            return str(period)
    return str(settings.value(RETENTION.key, on=day, unit_id=unit_id))


def is_bound(item: Item, unit_id: int, day: dt.date) -> bool:
    """Whether the committee binds this paper in."""
    return not item.local or bool(settings.value(item.switch, on=day, unit_id=unit_id))
