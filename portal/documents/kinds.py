"""The registry of paper kinds and number kinds: rooms declare theirs at import, the engine looks them up by code."""

from __future__ import annotations

from dataclasses import dataclass

from portal import settings
from portal.accounts.roles import all_permissions
from portal.actor import Actor
from portal.documents.facts import PaperFacts
from portal.documents.numbers import check_pattern
from portal.errors import N_

FORMATS = {
    "a4": N_("A4（正联与存根）"),
    "a5": N_("A5（单联）"),
    "card": N_("证卡 100×70 毫米"),
}
READ = "documents.read_document"
_GROUP = N_("文书与编号")
_PREFIX = "documents.number_pattern."


@dataclass(frozen=True)
class NumberKind:
    """A book of numbers: each unit has one series of it a year."""

    code: str
    label: str
    pattern: str

    @property
    def setting(self) -> str:
        """The key of the setting that holds this book's pattern, for the office or for one unit."""
        return _PREFIX + self.code


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper: what it is called, what it says, how it looks and which number and seal it wants.

    `facts` is a frozen dataclass derived from `PaperFacts`; `template` a folder under `templates/print`; `version` the newest
    released template there; `seal` the name of the seal that the paper leaves room for, empty where it wants none.
    `permission` is the right that reading one asks for beside the unit, `void_permission` a further one for a void one.
    `has_whole_numbers` says that identity numbers stand on it unmasked: only who handles the case reads it (a bar of its
    room), and every reading stands in the trail with that reason.
    """

    code: str
    title: str
    facts: type[PaperFacts]
    template: str
    version: int
    formats: tuple[str, ...]
    number_kind: str | None
    seal: str
    permission: str = READ
    void_permission: str = ""
    has_whole_numbers: bool = False


_kinds: dict[str, PaperKind] = {}
_number_kinds: dict[str, NumberKind] = {}
_families: dict[str, str] = {}


def define_number_kind(code: str, label: str, word: str) -> NumberKind:
    """Declare a book of numbers whose default pattern is `{org}` + word + `〔{YYYY}〕{seq}号`; an administrator can change it."""
    made = NumberKind(code, label, f"{{org}}{word}〔{{YYYY}}〕{{seq}}号")
    if _number_kinds.setdefault(code, made) != made:
        raise ValueError(f"number kind {code} is declared twice")
    settings.define(
        made.setting,
        "text",
        made.pattern,
        label,
        _GROUP,
        hint=N_("可用 {org} 单位简称、{unit} 单位代码、{YYYY} 年、{seq} 序号、{seq:04} 补足四位的序号。"),
        check=check_pattern,
        per_unit=True,
    )
    return made


def define_number_family(prefix: str, label: str) -> None:
    """Let every code `prefix:word` be a book of numbers of its own, known in each process without being declared there."""
    _families[prefix] = label


def define_kind(
    code: str,
    title: str,
    facts: type[PaperFacts],
    *,
    template: str = "",
    version: int = 1,
    formats: tuple[str, ...] = ("a4", "a5"),
    number_kind: str | None = None,
    seal: str = "",
    permission: str = READ,
    void_permission: str = "",
    has_whole_numbers: bool = False,
) -> PaperKind:
    """Declare a kind of paper; raises ValueError for an unknown format, number kind or right, and for a second, other
    declaration. A paper that says more of a household than its post may know asks for the right of its room."""
    if not formats or set(formats) - set(FORMATS):
        raise ValueError(f"paper kind {code} has an unknown format")
    if number_kind is not None and number_kind not in _number_kinds:
        raise ValueError(f"paper kind {code} wants the unknown number kind {number_kind}")
    if {permission, void_permission} - all_permissions() - {""}:
        raise ValueError(f"paper kind {code} asks for an unknown right")
    made = PaperKind(
        code,
        title,
        facts,
        template or code,
        version,
        formats,
        number_kind,
        seal,
        permission,
        void_permission,
        has_whole_numbers,
    )
    if _kinds.setdefault(code, made) != made:
        raise ValueError(f"paper kind {code} is declared twice")
    return made


def kind_of(code: str) -> PaperKind:
    """The kind with this code; raises KeyError for an unknown one."""
    return _kinds[code]


def number_kind_of(code: str) -> NumberKind:
    """The number kind with this code, one of a family included; raises KeyError for an unknown one."""
    prefix, _, word = code.partition(":")
    if word and code not in _number_kinds and prefix in _families:
        define_number_kind(code, f"{_families[prefix]}（{word}）", word)
    return _number_kinds[code]


def all_kinds() -> list[PaperKind]:
    """Every declared kind, by code."""
    return sorted(_kinds.values(), key=lambda kind: kind.code)


def readable_kinds(actor: Actor) -> list[PaperKind]:
    """The kinds that an actor may read, by code."""
    return [kind for kind in all_kinds() if actor.can(kind.permission)]


def all_number_kinds() -> list[NumberKind]:
    """Every declared number kind, by code."""
    return sorted(_number_kinds.values(), key=lambda kind: kind.code)
