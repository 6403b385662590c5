"""One edition of a community's report as a workbook: figures, screenings, categories and disputes, as they were frozen."""

from __future__ import annotations

from portal.screening.filing.documents import paper_of
from portal.screening.models import ScreeningReport
from portal.screening.workbook import Cell, SheetTable, write_workbook

PAPER_FIGURES = (
    ("opening", "期初未化解"),
    ("found", "本期新增"),
    ("came_in", "转入、重新激化"),
    ("resolved", "本期化解"),
    ("by_people", "其中：人民调解"),
    ("by_administration", "其中：行政调解"),
    ("by_courts", "其中：司法调解"),
    ("handled", "调处数"),
    ("handled_share", "调处率"),
    ("success_share", "成功率"),
    ("went_out", "移交、上报、转出"),
    ("closing", "期末未化解"),
    ("acts", "排查次数"),
    ("hands", "排查人次"),
    ("people", "涉及人数"),
    ("mass", "群体性"),
    ("criminal", "民转刑倾向"),
    ("grave", "重大矛盾"),
)
PAPER_WORDS = (
    ("period", "期间"),
    ("issue", "期号"),
    ("addressee", "报送对象"),
    ("filed", "报送时间"),
    ("statement", "零报告"),
    ("as_of", "截至"),
    ("lateness", "迟报"),
    ("correction", "更正"),
    ("scope", "排查范围"),
    ("screeners", "排查人员"),
    ("amount", "涉及金额（元）"),
    ("overview", "本期总体情况"),
    ("problems", "突出问题"),
    ("next_steps", "下步措施"),
    ("wants_help", "需上级协调"),
)
PAPER_SHEETS = ("总体数字", "报告", "排查情况", "类别情况", "纠纷明细")
PAPER_HEADS = ("项目", "内容")
PAPER_ACTS = ("排查方式", "次数", "人次", "地点")
PAPER_CATEGORIES = ("纠纷类别", "新增", "化解", "期末")
PAPER_DISPUTES = ("纠纷名称", "编号", "类别", "排查日期", "涉及人数", "风险等级", "本期情况")


def report_workbook(report: ScreeningReport, title: str) -> bytes:
    """The workbook of one edition."""
    said = paper_of(report)
    figures: list[list[Cell]] = [[words, getattr(said, name)] for name, words in PAPER_FIGURES]
    words_said: list[list[Cell]] = [[words, getattr(said, name)] for name, words in PAPER_WORDS]
    acts: list[list[Cell]] = [[one.kind, one.times, one.hands, one.places] for one in said.act_lines]
    categories: list[list[Cell]] = [
        [one.name, one.found, one.resolved, one.closing] for one in said.categories
    ]
    disputes: list[list[Cell]] = [
        [
            one.title,
            one.number,
            one.category,
            one.found_on.isoformat(),
            one.people,
            one.risk,
            one.outcome,
        ]
        for one in said.disputes
    ]
    heads = (PAPER_HEADS, PAPER_HEADS, PAPER_ACTS, PAPER_CATEGORIES, PAPER_DISPUTES)
    rows = (figures, words_said, acts, categories, disputes)
    tables = [SheetTable(*one) for one in zip(PAPER_SHEETS, heads, rows, strict=True)]
    return write_workbook(title, tables)
