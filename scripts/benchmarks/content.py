"""What every engine draws: ten Chinese columns of made-up applications, the same for the same seed. Standard library only,
because the peers read it in an environment of their own."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SEED = 20261122
TITLE = "政务服务事项办理台账"
FACTS = (
    ("单位", "示范区示范街道办事处"),
    ("期间", "2026年1月1日至2026年12月31日"),
    ("制表人", "测试甲"),
    ("审核人", "测试乙"),
)
PAGE_MM = (297.0, 210.0)
MARGIN_MM = 10.0
POINTS_PER_MM = 72 / 25.4
TYPE_POINTS = 8.0


@dataclass(frozen=True)
class Heading:
    """One column: what stands over it, its width in millimetres and its side."""

    text: str
    width_mm: float
    side: str = "left"


COLUMNS = (
    Heading("序号", 12, "center"),
    Heading("受理编号", 39),
    Heading("受理日期", 19, "center"),
    Heading("申请人", 24),
    Heading("证件号码", 35),
    Heading("联系电话", 22),
    Heading("住址", 48),
    Heading("事项", 33),
    Heading("金额（元）", 21, "right"),
    Heading("备注", 24),
)
POSITION, NUMBER, DAY, NAME, IDENTITY, PHONE, ADDRESS, ITEM, AMOUNT, REMARK = range(len(COLUMNS))
# What must come back whole out of a page; the running number and the day are too short to be told from other digits.
TOLD = (NUMBER, NAME, IDENTITY, PHONE, ADDRESS, ITEM, AMOUNT, REMARK)

_FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜欧"
_GIVEN = "伟芳娜敏静强磊军洋勇艳杰娟涛明超兰霞平刚桂英玉萍红丹飞鹏辉博宇浩然子涵雨桐梓萱"
# People bear these characters, and the usual fonts lack some of them: Extensions A, B, C and E, and the end of the main block.
RARE = "𬭚𫖯䶮𪩘𫘝𬀪𪟝𬱖㛃㙦䲡䴙𠅤𬎆鿍"
_ROADS = ("人民路", "解放大道", "建设一路", "团结巷", "和平里", "中山东路", "新华街", "学府北路")
_COMMUNITIES = ("东风", "红旗", "朝阳", "滨河", "桂花园", "石桥", "云岭", "幸福")
_ITEMS = (
    "最低生活保障申请",
    "老年人优待证办理",
    "出生登记预约",
    "临时救助（急难型）",
    "残疾人两项补贴资格认定",
    "灵活就业社会保险补贴",
    "城乡居民养老保险待遇核定",
)
_REMARKS = ("", "", "", "", "材料已补正", "由委托人代办，委托书附卷", "Apt. 3-B", "≥60 周岁；已核“一户一档”")


@dataclass(frozen=True)
class Line:
    """One line: its ten cells, and its amount in fen."""

    cells: list[str]
    fen: int


def lines(rows: int, seed: int = SEED) -> Iterator[Line]:
    """The first `rows` lines; one name in twelve has a rare character."""
    chance = random.Random(seed)  # noqa: S311  (no secret is made of it)
    pick = chance.choice
    for position in range(1, rows + 1):
        rare = pick(RARE) if position % 12 == 0 else ""
        name = pick(_FAMILY) + (rare or pick(_GIVEN)) + (pick(_GIVEN) if chance.random() < 0.7 else "")
        fen = chance.randrange(100, 99_999_99)
        place = f"示范市示范区示范街道{pick(_COMMUNITIES)}社区{pick(_ROADS)}{chance.randrange(1, 400)}号"
        home = f"{chance.randrange(1, 40)}栋{chance.randrange(1, 6)}单元{chance.randrange(101, 3300)}室"
        yield Line(
            [
                str(position),
                f"示街办受〔2026〕{position:06d}号",
                f"2026-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
                name,
                f"119901{chance.randrange(1930, 2020)}{chance.randrange(1, 13):02d}"
                f"{chance.randrange(1, 29):02d}{chance.randrange(1000):03d}{pick('0123456789X')}",
                f"1390000{chance.randrange(10_000):04d}",
                place + home,
                pick(_ITEMS),
                yuan(fen),
                pick(_REMARKS),
            ],
            fen,
        )


# The workbook has two columns more, so that every kind of cell is there: texts, whole numbers, amounts and days.
BOOK_HEADS = (*(column.text for column in COLUMNS), "办结日期", "办理天数")


def book_cells(line: Line) -> tuple[int | str | float | dt.date, ...]:
    """A line as typed cells; amounts in yuan."""
    received = dt.date.fromisoformat(line.cells[DAY])
    days = line.fen % 30 + 1
    texts: list[int | str | float | dt.date] = list(line.cells)
    texts[POSITION], texts[DAY], texts[AMOUNT] = int(line.cells[POSITION]), received, line.fen / 100
    return (*texts, received + dt.timedelta(days=days), days)


def yuan(fen: int) -> str:
    """1234567 as 12,345.67."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def total_words(rows: int, fen: int) -> str:
    """The line under the table."""
    return f"合计 {rows} 件，金额 {yuan(fen)} 元"


def page_words(page: int, pages: int) -> str:
    """The foot of a page."""
    return f"第 {page} 页　共 {pages} 页"


def write_lines(path: Path, rows: int, seed: int = SEED) -> None:
    """The lines as a file that any environment reads with `read_lines`, and beside it their number and sum."""
    fen = 0
    with path.open("w", encoding="utf-8") as file:
        for line in lines(rows, seed):
            fen += line.fen
            file.write(json.dumps([line.cells, line.fen], ensure_ascii=False) + "\n")
    _total_path(path).write_text(json.dumps([rows, fen]), "utf-8")


def read_lines(path: Path) -> Iterator[Line]:
    """The lines of a file, one at a time."""
    with path.open(encoding="utf-8") as file:
        for text in file:
            yield Line(*json.loads(text))


def read_total(path: Path) -> tuple[int, int]:
    """How many lines a file holds and their sum in fen, which a query tells before the first line is read."""
    rows, fen = json.loads(_total_path(path).read_text("utf-8"))
    return rows, fen


def _total_path(path: Path) -> Path:
    return path.with_suffix(".total")
