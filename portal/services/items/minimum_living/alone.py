"""Applying alone (单独申请; 57号 art. 8, 民发〔2022〕83号): the ground that the applicant states, and whether what the family
page says of them bears it. The grounds themselves are rules of `assistance`; what is printed of them is Chinese.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from portal.errors import N_, RuleBroken
from portal.services.assistance.rules.counting import SingleFacts, SingleGround, single_person_grounds
from portal.services.items.minimum_living.definition import SINGLE
from portal.services.items.minimum_living.models import DeclaredMember, HouseholdDeclaration
from portal.services.items.minimum_living.vocabulary import SINGLE_GROUNDS, WORKING

LONGEST_NOTE = 200
# Grounds that hold only in a 边缘家庭: stating one of them states that the family was found to be one.
IN_MARGINAL = frozenset({"disabled", "ill"})
OF_MIND = {"5": "intellectual", "6": "mental"}
NOT_BORNE = {
    "disabled": N_(
        "“家庭成员”中申请人登记的不是一、二级残疾，也不是三级智力、精神残疾，不属于这一情形；请核对残疾类别和等级。"
    ),
    "ill": N_("“家庭成员”中申请人没有登记为重病，不属于这一情形；请核对。"),
    "adult_disabled": N_(
        "须是年满18周岁、没有就业的一、二级残疾人；请核对“家庭成员”中申请人的残疾等级和就业状况。"
    ),
}


def check_ground(declaration: HouseholdDeclaration, stated: Mapping[str, Any]) -> dict[str, str]:
    """The stated ground as it is kept: `ground` (a key of `SINGLE_GROUNDS`), `since` (a day), `note`; empty for none yet.

    Raises RuleBroken at `alone_ground`, `alone_since` or `alone_note` for a ground that the family page does not bear, or
    that lacks its day or its rule.
    """
    ground = str(stated.get("ground") or "")
    if not ground:
        return {}
    if ground not in SINGLE_GROUNDS:
        raise RuleBroken("alone_ground", N_("请从所列选项中选择。"))
    kept = {"ground": ground}
    if ground == "clergy":
        kept["since"] = _since(stated.get("since"), declaration.application.applied_on)
    if ground == "other":
        kept["note"] = str(stated.get("note") or "").strip()[:LONGEST_NOTE]
        if not kept["note"]:
            raise RuleBroken("alone_note", N_("请写明所依据的规定。"))
    if _held(declaration, kept) is None and declaration.members:
        if ground == "clergy":
            raise RuleBroken("alone_since", N_("到申请之日不满三年，还不属于这一情形。"))
        raise RuleBroken("alone_ground", NOT_BORNE[ground])
    return kept


def ground_of(declaration: HouseholdDeclaration) -> SingleGround | None:
    """The ground on which the applicant applies alone, while what was declared bears it; None otherwise, and for a family."""
    if declaration.application.business != SINGLE:
        return None
    return _held(declaration, declaration.alone or {})


def _since(day: Any, applied_on: dt.date) -> str:
    if not isinstance(day, dt.date):
        raise RuleBroken("alone_since", N_("请填写从哪一天起脱离家庭、在宗教场所居住。"))
    if day > applied_on:
        raise RuleBroken("alone_since", N_("日期不能晚于申请日期。"))
    return day.isoformat()


def _held(declaration: HouseholdDeclaration, stated: Mapping[str, str]) -> SingleGround | None:
    member = next((one for one in declaration.members if one.relation == "01"), None)
    if member is None or member.resident.birth_date is None:
        return None
    found = single_person_grounds(
        _facts(member, member.resident.birth_date, stated), declaration.application.applied_on
    )
    return next((one for one in found if one.code == stated.get("ground")), None)


def _facts(member: DeclaredMember, birth: dt.date, stated: Mapping[str, str]) -> SingleFacts:
    details, ground, since = member.details or {}, stated.get("ground", ""), stated.get("since")
    grade = str(details.get("disability_grade") or "")
    return SingleFacts(
        birth,
        family_is_marginal=ground in IN_MARGINAL,
        grade=int(grade) if grade else None,
        disability=OF_MIND.get(str(details.get("disability_kind") or ""), ""),
        is_seriously_ill=bool(details.get("is_ill")),
        clergy_since=dt.date.fromisoformat(since) if since else None,
        in_hardship=ground == "clergy",
        is_employed=details.get("employment") in WORKING,
        other=stated.get("note", ""),
    )
