"""The kinds of identity document (证件种类) that the counter takes, and what the number of each may look like.

Loose forms are loose on purpose: the older documents have no published check, and a genuine one must not be refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from portal.errors import N_
from portal.standards.identity import check_identity
from portal.standards.invalid import InvalidPaper
from portal.standards.typed_numbers import read_number


@dataclass(frozen=True)
class Paper:
    """A document number that fits its kind; `birth` and `sex` are known only where the number itself tells them."""

    kind: str
    normalised: str
    birth: dt.date | None = None
    sex: str | None = None
    warnings: tuple[str, ...] = ()
    suggestion: str | None = None


@dataclass(frozen=True)
class PaperKind:
    """A kind of document: `derives` says that birth and sex follow from the number, `needs_reason` that the clerk must
    say why there is no document and name a guardian.
    """

    code: str
    label: str
    check: Callable[[str, dt.date], Paper]
    derives: bool = False
    needs_reason: bool = False


def check_paper(kind: str, number: str, today: dt.date) -> Paper:
    """Check `number` as the number of a document of `kind` (a key of PAPERS).

    Raises InvalidPaper or InvalidIdentity with a sentence for the clerk, KeyError for an unknown kind.
    """
    return PAPERS[kind].check(number, today)


def disagreements(paper: Paper, birth: dt.date | None, sex: str | None) -> dict[str, str]:
    """Field name → sentence where what was typed contradicts the number; empty when all agrees or the number is silent."""
    found: dict[str, str] = {}
    if birth and paper.birth and birth != paper.birth:
        found["birth"] = N_("出生日期与证件号码不一致")
    if sex and paper.sex and sex != paper.sex:
        found["sex"] = N_("性别与证件号码不一致")
    return found


def _by_identity(kind: str) -> Callable[[str, dt.date], Paper]:
    def check(number: str, today: dt.date) -> Paper:
        found = check_identity(number, today)
        actual = "citizen" if found.kind == "citizen_15" else found.kind
        if actual != kind:
            message = N_("这是%(label)s的号码，请改选证件种类")
            raise InvalidPaper(message, label=PAPERS[actual].label)
        return Paper(kind, found.normalised, found.birth, found.sex, found.warnings, found.suggestion)

    return check


def _by_form(kind: str, form: str, message: str) -> Callable[[str, dt.date], Paper]:
    pattern = re.compile(form)

    def check(number: str, today: dt.date) -> Paper:
        normal = read_number(number)
        if not normal:
            raise InvalidPaper(N_("没有填写证件号码"))
        if not pattern.fullmatch(normal):
            raise InvalidPaper(message)
        return Paper(kind, normal)

    return check


def _check_foreign_permanent(number: str, today: dt.date) -> Paper:
    """The card of 2023 has 18 digits with a check digit; older ones have three letters and twelve digits."""
    normal = read_number(number)
    if re.fullmatch("[A-Z]{3}[0-9]{12}", normal):
        return Paper(
            "foreign_permanent", normal, warnings=(N_("这是旧版永久居留证号码，请核对证件是否有效"),)
        )
    return _by_identity("foreign_permanent")(number, today)


def _check_officer_card(number: str, today: dt.date) -> Paper:
    form = "[A-Z0-9\u4e00-\u9fff()\\-]{4,24}"
    paper = _by_form("officer_card", form, N_("军人证件号码应含4至24位汉字、字母或数字"))(number, today)
    if not any(character.isdecimal() for character in paper.normalised):
        raise InvalidPaper(N_("军人证件号码中没有数字，请核对"))
    return replace(paper, normalised=paper.normalised.replace("(", "").replace(")", ""))


def _check_none(number: str, today: dt.date) -> Paper:
    if read_number(number):
        raise InvalidPaper(N_("选择了无证件，请不要填写号码，或改选证件种类"))
    return Paper("none", "")


_KINDS = (
    PaperKind("citizen", N_("居民身份证"), _by_identity("citizen"), derives=True),
    PaperKind(
        "residence_permit_hmt", N_("港澳台居民居住证"), _by_identity("residence_permit_hmt"), derives=True
    ),
    # Only the new form tells birth and sex; `Paper.birth` is None for the old one.
    PaperKind("foreign_permanent", N_("外国人永久居留身份证"), _check_foreign_permanent, derives=True),
    PaperKind(
        "travel_permit_hk_macau",
        N_("港澳居民来往内地通行证"),
        # Cards before 2012 print two more digits, the count of issues.
        _by_form("travel_permit_hk_macau", "[HM][0-9]{8}([0-9]{2})?", N_("应为H或M加8位数字")),
    ),
    PaperKind(
        "travel_permit_taiwan",
        N_("台湾居民来往大陆通行证"),
        _by_form("travel_permit_taiwan", "[0-9]{8}([0-9]{2}(\\(?[A-Z]\\)?)?)?", N_("应为8位数字(旧证10位)")),
    ),
    PaperKind(
        "passport", N_("护照"), _by_form("passport", "[A-Z0-9]{1,20}", N_("应为不超过20位的字母或数字"))
    ),
    PaperKind("officer_card", N_("军官证或士兵证"), _check_officer_card),
    PaperKind(
        "household_register",
        N_("户口簿(未办身份证)"),
        _by_form("household_register", "[A-Z0-9\\-]{1,20}", N_("应为不超过20位的字母或数字")),
    ),
    PaperKind(
        "birth_certificate",
        N_("出生医学证明"),
        _by_form("birth_certificate", "[A-Z][0-9]{9}", N_("应为1个字母加9位数字")),
    ),
    PaperKind("none", N_("无证件(无户籍)"), _check_none, needs_reason=True),
)

PAPERS: dict[str, PaperKind] = {kind.code: kind for kind in _KINDS}
