"""Names of people: which characters a name may hold, and its pinyin for finding and sorting.

A name is never normalised with NFKC, which would rewrite compatibility ideographs, and never cut.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from portal.errors import N_
from portal.standards.invalid import InvalidName
from portal.standards.typed_numbers import show

# The only separator of ethnic-minority names: GB 18030 A1A4, 民委发〔2016〕33号.
SEPARATOR = "\u00b7"
# Bullet, katakana middle dot (full and half width), hyphenation point, ano teleia, bullet and dot operators, full stops.
SEPARATOR_VARIANTS = "\u2022\u30fb\uff65\u2027\u0387\u2219\u22c5.\uff0e"
LONGEST = 100
_TOKEN = re.compile("[0-9a-z]+|[^\x00-\x7f]")
MOST_INITIALS = 64

# Readings that a character has as a surname and that no dictionary of ordinary words prefers.
SURNAMES = {
    "单": "shan", "仇": "qiu", "查": "zha", "区": "ou", "解": "xie", "曾": "zeng", "盖": "ge", "乐": "yue",
    "朴": "piao", "缪": "miao", "员": "yun", "黑": "he", "秘": "bi", "折": "she", "繁": "po", "句": "gou",
    "召": "shao", "洗": "xian", "么": "yao", "翟": "zhai", "覃": "qin", "祭": "zhai", "种": "chong", "能": "nai",
    "隗": "wei", "都": "du", "牟": "mu", "卜": "bu",
}  # fmt: skip
# Surnames of two characters, read as one before the first character is taken for a surname of its own.
DOUBLE_SURNAMES = {
    "单于": ("chan", "yu"), "万俟": ("mo", "qi"), "尉迟": ("yu", "chi"), "长孙": ("zhang", "sun"),
    "澹台": ("tan", "tai"), "乐正": ("yue", "zheng"),
}  # fmt: skip


@dataclass(frozen=True)
class NameProposal:
    """A name as it would be kept; when `changed` (by more than outer blanks), the page shows it beside what was typed
    before anything is saved.
    """

    text: str
    changed: bool


def propose_name(text: str, *, foreign: bool = False) -> NameProposal:
    """The name to keep for what was typed: outer blanks go, and variants of the separator become U+00B7.

    `foreign` is for a name in Latin letters as a passport prints it, with single spaces and full stops. Raises
    InvalidName for an empty name, one over 100 code points, a space inside, or a character that is no character of a
    name (control, invisible, half of a pair, user-defined), naming it.
    """
    latin = foreign and any(character.isascii() and character.isalpha() for character in text)
    name = " ".join(text.split()) if latin else text.strip()
    if not name:
        raise InvalidName(N_("没有填写姓名"))
    if not latin:
        name = name.translate({ord(variant): SEPARATOR for variant in SEPARATOR_VARIANTS})
    for position, character in enumerate(name, start=1):
        _must_fit(character, position, latin)
    if len(name) > LONGEST:
        raise InvalidName(N_("姓名不能超过%(most)s个字，现有%(count)s个"), most=LONGEST, count=len(name))
    if name.startswith(SEPARATOR) or name.endswith(SEPARATOR) or SEPARATOR * 2 in name:
        raise InvalidName(N_("间隔号“·”只能放在两个字之间"))
    return NameProposal(name, name != text.strip())


def pinyin_of(name: str) -> str:
    """Full pinyin without tones, syllables joined: `zhangsan`. The surname's own reading is preferred, ü is written v."""
    return "".join(_syllables(name))


def initials_of(name: str) -> set[str]:
    """Every spelling of the initials, one letter a character: 单雄信 gives `sxx`, `dxx`, `cxx` and more.

    Stops multiplying at 64 spellings; a very long name keeps all readings of its first characters.
    """
    spellings = [""]
    for syllable, token in zip(_syllables(name), _tokens(name), strict=True):
        first = syllable[:1]
        letters = (first, *sorted({reading[:1] for reading in _readings(token)} - {first}))
        if len(spellings) * len(letters) > MOST_INITIALS:
            letters = (first,)
        spellings = [spelling + letter for spelling in spellings for letter in letters]
    return set(spellings) - {""}


def sort_key(name: str) -> str:
    """A key that puts names in the order of their pinyin, syllable by syllable, and equal ones by code point.

    It is made for a comparison by code point; two blanks part the pinyin from the name, so that 张三 comes before 张三丰.
    """
    return " ".join(_syllables(name)) + "  " + name


def _must_fit(character: str, position: int, latin: bool) -> None:
    if character == " " and latin:
        return
    category = unicodedata.category(character)
    if character.isspace():
        message = N_("姓名中间不能有空格(第%(position)s个字符%(character)s)")
    elif category == "Co":
        message = N_("第%(position)s个字符%(character)s是自造字，请换成国家标准中的汉字")
    elif category == "Cs":
        message = N_("第%(position)s个字符%(character)s是不完整的字，请重新输入")
    elif category in ("Cc", "Cf") or character == "\ufffd" or _is_nothing(character, category):
        message = N_("第%(position)s个字符%(character)s不是姓名用字，请删除或重新输入")
    else:
        return
    raise InvalidName(message, position=position, character=show(character))


def _is_nothing(character: str, category: str) -> bool:
    """Unassigned, except in planes 2 and 3: new ideographs are added there faster than Python learns them."""
    point = ord(character)
    return category == "Cn" and (not 0x20000 <= point <= 0x3FFFF or point & 0xFFFE == 0xFFFE)


def _tokens(name: str) -> list[str]:
    """What is read aloud one by one: each character, or a whole word of Latin letters; separators and blanks are not."""
    return [token for token in _TOKEN.findall(name.lower()) if token != SEPARATOR]


def _syllables(name: str) -> list[str]:
    """One syllable a token, in order; a token without a reading stands for itself."""
    tokens = _tokens(name)
    found = list(_surname(tokens))
    for readable, run in groupby(tokens[len(found) :], lambda token: bool(_readings(token))):
        characters = list(run)
        found += _aloud(characters) if readable else characters
    return found


def _surname(tokens: list[str]) -> tuple[str, ...]:
    """The syllables of a surname that is read in its own way, or nothing."""
    double = "".join(tokens[:2])
    if len(tokens) > 2 and double in DOUBLE_SURNAMES:
        return DOUBLE_SURNAMES[double]
    single = SURNAMES.get(tokens[0]) if tokens else None
    return (single,) if single else ()


def _aloud(characters: list[str]) -> list[str]:
    """Characters read in their context, or one by one should the dictionary have drawn two into one syllable."""
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin("".join(characters))
    if len(syllables) == len(characters):
        return syllables
    return [_readings(character)[0] for character in characters]


@lru_cache(maxsize=20_000)
def _readings(token: str) -> tuple[str, ...]:
    """Every reading of one Chinese character, the usual one first; nothing for what has none.

    The dictionary takes 0.3 s and 55 MB to load: it is loaded when a name is first read, so that a process that
    only draws paper or answers for its health never pays.
    """
    from pypinyin import Style, pinyin

    found = pinyin(token, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(found[0]) if found else ()
