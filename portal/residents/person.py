"""What is said of a person who is to be registered, as plain values, and the rules that it must keep. No database here."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from portal.errors import N_, RuleBroken
from portal.residents.numbers import holds_number, read_phone
from portal.standards.ages import age_on
from portal.standards.codes import ETHNIC_GROUPS, SEX
from portal.standards.identity import OLDEST_PLAUSIBLE_AGE
from portal.standards.invalid import Invalid
from portal.standards.names import propose_name
from portal.standards.papers import PAPERS, Paper, check_paper, disagreements

ADULT = 18
LONGEST_TEXT = 200
# Documents of people whose names are written in Latin letters.
FOREIGN_KINDS = frozenset({"passport", "foreign_permanent"})
TEXTS = ("household_address", "address", "no_document_reason", "guardian")
# Where a disagreement between number and typing is shown.
_FIELDS = {"birth": "birth_date", "sex": "sex"}


@dataclass(frozen=True)
class Person:
    """One person as typed or read from a roster; empty text means not said. `use_18` accepts the 18-digit form."""

    name: str
    kind: str
    number: str = ""
    sex: str = ""
    birth_date: dt.date | None = None
    ethnic_group: str = ""
    phone: str = ""
    household_address: str = ""
    address: str = ""
    grid_id: int | None = None
    no_document_reason: str = ""
    guardian: str = ""
    use_18: bool = False

    def as_facts(self) -> dict[str, Any]:
        """Values that JSON can hold, for keeping until a second person has decided."""
        facts = asdict(self)
        facts["birth_date"] = self.birth_date.isoformat() if self.birth_date else None
        return facts

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Person:
        """The person that `as_facts` wrote down."""
        birth = facts["birth_date"]
        return cls(**{**facts, "birth_date": dt.date.fromisoformat(birth) if birth else None})


@dataclass(frozen=True)
class Number:
    """One document number to be kept; a former one is there to be found by."""

    kind: str
    number: str
    former: bool = False


@dataclass(frozen=True)
class CheckedPerson:
    """A person who keeps the rules, completed by what the number tells; `warnings` are marked texts for the clerk."""

    person: Person
    numbers: tuple[Number, ...]
    warnings: tuple[str, ...] = ()


def check_person(person: Person, today: dt.date) -> CheckedPerson:
    """The person with everything in its normal form; raises the first broken rule (see `faults_of`)."""
    for fault in faults_of(person, today):
        raise fault
    paper = check_paper(person.kind, person.number, today)
    numbers = numbers_of(paper)
    complete = replace(
        person,
        name=propose_name(person.name, foreign=person.kind in FOREIGN_KINDS).text,
        number=numbers[0].number if numbers else "",
        sex=person.sex or paper.sex or "0",
        birth_date=person.birth_date or paper.birth,
        phone=read_phone(person.phone),
        **{name: getattr(person, name).strip() for name in TEXTS},
    )
    return CheckedPerson(complete, numbers, paper.warnings + age_warnings(complete.birth_date, today, paper))


def faults_of(person: Person, today: dt.date) -> list[RuleBroken]:
    """Every rule that this person breaks, each at its field: name, document, sex and birth, phone, and the rest."""
    return [fault for check in _CHECKS for fault in check(person, today)]


def check_name(name: str, kind: str) -> None:
    """Raise RuleBroken at `name` for one that cannot be kept, or that would be kept otherwise than it was typed.

    The second is asked once: the page shows the form to be kept, and sending that is the confirmation (民委发〔2016〕33号).
    """
    try:
        proposal = propose_name(name, foreign=kind in FOREIGN_KINDS)
    except Invalid as error:
        raise RuleBroken("name", error.message, **error.params) from error
    if proposal.changed:
        message = N_(
            "间隔号或空格已改为规范写法：将登记为“%(name)s”，填写的是“%(typed)s”。请与证件核对，无误后再次提交。"
        )
        raise RuleBroken("name", message, name=proposal.text, typed=name.strip())


def check_number(kind: str, number: str, today: dt.date) -> Paper:
    """The document number in its normal form; raises RuleBroken at `kind` or `number`."""
    if kind not in PAPERS:
        raise RuleBroken("kind", N_("请选择证件种类。"))
    try:
        return check_paper(kind, number, today)
    except Invalid as error:
        raise RuleBroken("number", error.message, **error.params) from error


def check_birth(birth: dt.date | None, today: dt.date) -> None:
    """Raise RuleBroken at `birth_date` for a day that has not come, or one before the year 1850."""
    if birth and birth > today:
        raise RuleBroken("birth_date", N_("出生日期晚于今天，请核对。"))
    if birth and birth.year < 1850:
        raise RuleBroken("birth_date", N_("出生日期早于1850年，请核对。"))


def age_warnings(birth: dt.date | None, today: dt.date, paper: Paper | None = None) -> tuple[str, ...]:
    """A warning about a typed birth date that makes somebody older than anybody; a number warns of its own accord."""
    if (
        birth is None
        or (paper and paper.birth)
        or birth > today
        or age_on(birth, today) <= OLDEST_PLAUSIBLE_AGE
    ):
        return ()
    return (N_("按出生日期计算年龄超过130岁，请核对"),)


def numbers_of(paper: Paper) -> tuple[Number, ...]:
    """What to keep of a document: nothing where there is none, both forms of a 15-digit number."""
    if not paper.normalised:
        return ()
    if paper.suggestion:
        return Number(paper.kind, paper.suggestion), Number(paper.kind, paper.normalised, former=True)
    return (Number(paper.kind, paper.normalised),)


def _collect(check: Callable[[], Any]) -> Iterator[RuleBroken]:
    try:
        check()
    except RuleBroken as fault:
        yield fault


def _name_faults(person: Person, _today: dt.date) -> Iterator[RuleBroken]:
    yield from _collect(lambda: check_name(person.name, person.kind))


def _document_faults(person: Person, today: dt.date) -> Iterator[RuleBroken]:
    try:
        paper = check_number(person.kind, person.number, today)
    except RuleBroken as fault:
        yield fault
        return
    if paper.suggestion and not person.use_18:
        message = N_("这是已停用的15位旧号，对应的18位号码是%(number)s。请与证件核对后勾选“按18位登记”。")
        yield RuleBroken("number", message, number=paper.suggestion)
    for name, message in disagreements(paper, person.birth_date, person.sex).items():
        yield RuleBroken(_FIELDS[name], message)
    if not (person.sex or paper.sex):
        yield RuleBroken("sex", N_("这种证件的号码不含性别，请选择。"))
    if not (person.birth_date or paper.birth or person.kind == "none"):
        yield RuleBroken("birth_date", N_("这种证件的号码不含出生日期，请填写。"))


def _birth_faults(person: Person, today: dt.date) -> Iterator[RuleBroken]:
    yield from _collect(lambda: check_birth(person.birth_date, today))


def _phone_faults(person: Person, _today: dt.date) -> Iterator[RuleBroken]:
    yield from _collect(lambda: read_phone(person.phone))


def _no_document_faults(person: Person, today: dt.date) -> Iterator[RuleBroken]:
    kind = PAPERS.get(person.kind)
    if kind is None or not kind.needs_reason:
        return
    if not person.no_document_reason.strip():
        yield RuleBroken("no_document_reason", N_("请写明没有证件的原因。"))
    birth = person.birth_date
    is_minor = birth is None or birth > today or age_on(birth, today) < ADULT
    if is_minor and not person.guardian.strip():
        yield RuleBroken("guardian", N_("没有证件的未成年人（或出生日期不详的人）须写明监护人。"))


def _other_faults(person: Person, _today: dt.date) -> Iterator[RuleBroken]:
    if person.sex and person.sex not in SEX:
        yield RuleBroken("sex", N_("请从所列选项中选择。"))
    if person.ethnic_group and person.ethnic_group not in ETHNIC_GROUPS:
        yield RuleBroken("ethnic_group", N_("请从所列选项中选择。"))
    for name in TEXTS:
        yield from _collect(lambda name=name: check_text(name, getattr(person, name)))  # type: ignore[misc]


def check_text(field: str, text: str) -> None:
    """Raise RuleBroken at `field` for a text over 200 characters, one with characters that cannot be kept, or with a whole
    identity number or mobile number in it, which are kept sealed and nowhere else.
    """
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(
            field, N_("不能超过%(most)s个字，现有%(count)s个。"), most=LONGEST_TEXT, count=len(text)
        )
    if any(unicodedata.category(c) in {"Cc", "Cs"} for c in text):
        raise RuleBroken(field, N_("含有无法保存的控制字符，请删去后重新填写。"))
    if holds_number(text):
        raise RuleBroken(field, N_("这里请不要写完整的证件号码或手机号，它们有专门的栏目并加密保存。"))


_CHECKS: tuple[Callable[[Person, dt.date], Iterator[RuleBroken]], ...] = (
    _name_faults,
    _document_faults,
    _birth_faults,
    _no_document_faults,
    _phone_faults,
    _other_faults,
)
