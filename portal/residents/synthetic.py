"""Made-up people in any number, the same for the same seed: division prefix 119901, which is no county, and good check digits.

Pure values, one after the other; storing them is the affair of whoever asks. The demo and the generator share this.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from math import gcd

from portal.residents.person import Person
from portal.standards.identity import check_digit

DIVISION = "119901"
OLDEST = 98
NEWEST = dt.date(2026, 1, 1)  # nobody is born later, so that a seed gives the same people on every day
SEQUENCES = 980  # 001 to 980, so that no synthetic number is one of the centenarians' 996 to 999
HAN, HUI, UYGHUR, ZHUANG, MAN, MONGOL = "01", "03", "05", "08", "11", "02"

_SURNAMES = (
    "王李张刘陈杨赵黄周吴" * 4
    + "徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕" * 2
    + "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段"
    + "单仇查区解曾盖朴缪翟覃隗牟"
)
_DOUBLE = ("欧阳", "司马", "上官", "诸葛", "东方", "尉迟", "单于", "皇甫", "司徒", "夏侯")
_MEN = "伟强磊军勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林阳建国志文海成德永春生福庆祥安长卫东新立"
_WOMEN = "芳娜敏静丽艳娟霞燕玲桂英梅红云莉颖慧兰凤洁琳素珍贞佳雪倩婷欣萍玉秀月春花华淑惠珠翠雅芝荣爱妹瑞香"
# Characters outside the basic block, or in it and seldom in a font: each is a letter of somebody's identity card.
_RARE = "䶮𬭚𬎆㛃㬎䥽𠅤𨱏𬭎𫍯𬱖𫟹𣲗喆堃赟昇龑翀璟"
_UYGHUR_MEN = ("阿卜杜拉", "买买提", "艾合买提", "吐尔逊", "玉素甫", "依明", "库尔班")
_UYGHUR_WOMEN = ("阿依古丽", "热孜万古丽", "帕提古丽", "阿米娜", "迪丽娜尔", "古丽扎尔")
_UYGHUR_FATHERS = ("买买提江", "吐尔逊", "阿不都热依木", "艾则孜", "卡德尔", "依布拉音")
_MONGOL = ("巴特尔", "乌兰其其格", "苏日娜", "阿拉坦仓", "萨仁高娃", "朝鲁")
_ROADS = ("晨光路", "和平里", "新华路", "柳荫街", "书院巷", "东风里", "示范路", "前进路", "建设街", "水门巷")


def make_people(
    count: int, *, seed: int, today: dt.date, grid_ids: Sequence[int] = (), start: int = 0
) -> Iterator[Person]:
    """Yield `count` people, nobody's number twice, from the `start`-th on; the same for the same seed.

    `today` matters only before 2026: nobody is born after it.
    """
    newest = min(today, NEWEST)
    days = OLDEST * 365
    space = days * SEQUENCES
    step = random.Random(f"step {seed}").randrange(space // 3, space)  # noqa: S311  (made-up people, no secret)
    while gcd(step, space) != 1:
        step += 1
    for i in range(start, start + count):
        place = (i * step + seed) % space
        birth = newest - dt.timedelta(days=place // SEQUENCES)
        yield _person(random.Random(f"{seed} {i}"), birth, place % SEQUENCES + 1, grid_ids, i)  # noqa: S311


def identity_number(birth: dt.date, sequence: int) -> str:
    """The number of the synthetic division for a birth and a sequence (1 to 980; odd for men)."""
    first_17 = f"{DIVISION}{birth:%Y%m%d}{sequence:03}"
    return first_17 + check_digit(first_17)


def _person(pick: random.Random, birth: dt.date, sequence: int, grid_ids: Sequence[int], i: int) -> Person:
    is_man = sequence % 2 == 1
    name, group = _name(pick, is_man)
    home = f"示范区示范街道{pick.choice(_ROADS)}{pick.randint(1, 180)}号"
    flat = (
        f"{home}{pick.randint(1, 12)}号楼{pick.randint(1, 6)}单元{pick.randint(1, 18)}0{pick.randint(1, 4)}室"
    )
    return Person(
        name=name,
        kind="citizen",
        number=identity_number(birth, sequence),
        sex="1" if is_man else "2",
        birth_date=birth,
        ethnic_group=group,
        phone=f"1390{i % 10_000_000:07}" if pick.random() < 0.85 else "",
        household_address=flat
        if pick.random() < 0.8
        else f"示范区邻近街道{pick.choice(_ROADS)}{pick.randint(1, 90)}号",
        address=flat,
        grid_id=pick.choice(grid_ids) if grid_ids else None,
    )


def _name(pick: random.Random, is_man: bool) -> tuple[str, str]:
    """A name and the ethnic group that it suits."""
    kind = pick.random()
    if kind < 0.015:
        own = pick.choice(_UYGHUR_MEN if is_man else _UYGHUR_WOMEN)
        return f"{own}·{pick.choice(_UYGHUR_FATHERS)}", UYGHUR
    if kind < 0.02:
        return pick.choice(_MONGOL), MONGOL
    surname = pick.choice(_DOUBLE) if kind > 0.985 else pick.choice(_SURNAMES)
    letters = _MEN if is_man else _WOMEN
    given = pick.choice(letters) + (pick.choice(letters) if pick.random() < 0.8 else "")
    if pick.random() < 0.01:
        given = given[:-1] + pick.choice(_RARE)
    group = pick.choices((HAN, HUI, ZHUANG, MAN), (92, 4, 2, 2))[0]
    return surname + given, group
