"""Who may have a senior card, which one, and from which day on: an answer that always names the day, never a bare refusal."""

from __future__ import annotations

import datetime as dt

from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.services.items.registry import ELIGIBLE, Asked, Eligibility
from portal.services.items.senior_card.definition import CANCEL, CHANGE, DAMAGED, LOST, NEW, UPGRADE
from portal.services.items.senior_card.kinds import CardRules, CardType, rules_on
from portal.services.items.senior_card.models import SeniorCard
from portal.services.items.senior_card.queries import cards_of_resident
from portal.standards.chinese_dates import chinese_date


def eligibility_of(asked: Asked) -> Eligibility:
    """Whether the application may be accepted on its day; the age may be reached up to the early days later."""
    subject = asked.subject
    if not isinstance(subject, Resident):
        return Eligibility(False, N_("老年优待证由个人申请。"))
    cards = cards_of_resident(subject.id)
    valid = [card for card in cards if card.status == "valid"]
    if asked.business == CANCEL:
        return (
            ELIGIBLE
            if valid
            else Eligibility(False, N_("%(name)s没有有效的优待证可以注销。"), {"name": subject.name})
        )
    rules = rules_on(asked.on, asked.unit_id)
    by_person = _by_person(subject, asked, rules)
    if not by_person.ok:
        return by_person
    return _by_cards(subject, asked, rules, cards, valid)


def type_to_issue(
    resident: Resident, business: str, held: list[SeniorCard], day: dt.date, unit_id: int
) -> CardType:
    """The type of card that may be made on a day, by the age reached then; early days do not count any more.

    Raises RuleBroken with the day on which it can be made.
    """
    rules, birth = rules_on(day, unit_id), resident.birth_date
    found = rules.type_at(birth, day) if birth else None
    wanted = type_above(rules, held) if business == UPGRADE else None
    if birth is None or (found is None and rules.next_type(birth, day) is None):
        raise RuleBroken(None, N_("按年龄没有可以发放的证件类型。"))
    if found is not None and (wanted is None or found.youngest >= wanted.youngest):
        return found
    coming = wanted or rules.next_type(birth, day) or rules.types[-1]
    raise RuleBroken(
        None,
        N_("%(name)s于%(day)s满%(age)s周岁，到那天才能制证。"),
        name=resident.name,
        day=chinese_date(rules.reached_on(birth, coming.youngest)),
        age=coming.youngest,
    )


def type_above(rules: CardRules, held: list[SeniorCard]) -> CardType | None:
    """The type that an upgrade leads to: above the highest one held, or above the lowest for somebody who holds none."""
    codes = {card.card_type for card in held}
    places = [place for place, one in enumerate(rules.types) if one.code in codes]
    above = rules.types[max(places, default=0) + 1 :]
    return above[0] if above else None


def propose(asked: Asked) -> str:
    """The kind of business that fits somebody best today."""
    if not isinstance(asked.subject, Resident):
        return ""
    resident, cards = asked.subject, cards_of_resident(asked.subject.id)
    valid = [card for card in cards if card.status == "valid"]
    if resident.death_date is not None and valid:
        return CANCEL
    if not cards:
        return NEW
    if not valid:
        return LOST if cards[0].status == "lost" else NEW
    rules = rules_on(asked.on, asked.unit_id)
    by_age = _type_in_reach(resident, asked.on, rules)
    if by_age and all(card.card_type != by_age.code for card in valid):
        return UPGRADE
    return CHANGE


def _by_person(subject: Resident, asked: Asked, rules: CardRules) -> Eligibility:
    if subject.death_date is not None:
        return Eligibility(False, N_("%(name)s已登记为死亡，只能办理注销。"), {"name": subject.name})
    if subject.birth_date is None:
        return Eligibility(
            False, N_("%(name)s的出生日期没有登记，请先在居民档案中补充。"), {"name": subject.name}
        )
    answers = (asked.application.answers or {}) if asked.application else {}
    if rules.hukou_only and answers.get("region_basis") not in {None, "hukou"}:
        return Eligibility(False, N_("本地只向本地户籍的老年人发放优待证。"))
    if _type_in_reach(subject, asked.on, rules) is None:
        coming = rules.next_type(subject.birth_date, asked.on)
        if coming is None:
            return Eligibility(False, N_("按年龄没有可以发放的证件类型。"))
        return _not_yet(subject, subject.birth_date, coming, rules)
    return ELIGIBLE


def _by_cards(
    subject: Resident, asked: Asked, rules: CardRules, cards: list[SeniorCard], valid: list[SeniorCard]
) -> Eligibility:
    by_age = _type_in_reach(subject, asked.on, rules)
    same = next((card for card in valid if by_age and card.card_type == by_age.code), None)
    if asked.business == UPGRADE:
        return _upgrade(subject, asked, rules, valid)
    if asked.business == NEW:
        if same is not None:
            message = N_("%(name)s已有有效的%(type)s（%(number)s），遗失、损坏请办补证、换证。")
            return Eligibility(
                False, message, {"name": subject.name, "type": same.type_name, "number": same.number}
            )
        if valid:
            message = N_("%(name)s持有%(type)s（%(number)s），请办升级换证。")
            return Eligibility(
                False, message, {"name": subject.name, "type": valid[0].type_name, "number": valid[0].number}
            )
        return ELIGIBLE
    if asked.business in {DAMAGED, CHANGE} and not valid:
        return Eligibility(
            False, N_("%(name)s没有有效的优待证可以更换，请办首次申领。"), {"name": subject.name}
        )
    if asked.business == LOST and not (valid or (cards and cards[0].status == "lost")):
        return Eligibility(False, N_("%(name)s没有可以补发的优待证，请办首次申领。"), {"name": subject.name})
    return ELIGIBLE


def _upgrade(subject: Resident, asked: Asked, rules: CardRules, valid: list[SeniorCard]) -> Eligibility:
    """An upgrade asks for the type above the one held (or above the lowest); the age comes before the card in the answer."""
    birth = subject.birth_date
    if birth is None:
        return ELIGIBLE
    wanted = type_above(rules, valid)
    if wanted is None:
        return Eligibility(False, N_("%(name)s持有的已是最高一类优待证。"), {"name": subject.name})
    if asked.on < rules.apply_from(birth, wanted):
        return _not_yet(subject, birth, wanted, rules)
    if not valid:
        return Eligibility(
            False, N_("%(name)s没有有效的优待证可以升级，请办首次申领。"), {"name": subject.name}
        )
    return ELIGIBLE


def _type_in_reach(subject: Resident, day: dt.date, rules: CardRules) -> CardType | None:
    """The type by the age on a day, or the one that is reached within the days of early application."""
    birth = subject.birth_date
    if birth is None:
        return None
    return rules.type_at(birth, day + dt.timedelta(days=rules.early_days)) or rules.type_at(birth, day)


def _not_yet(subject: Resident, birth: dt.date, coming: CardType, rules: CardRules) -> Eligibility:
    first = rules.apply_from(birth, coming)
    message = N_("%(name)s于%(birthday)s满%(age)s周岁，可于%(day)s起申请%(type)s。")
    said = {
        "name": subject.name,
        "birthday": rules.reached_on(birth, coming.youngest),
        "age": coming.youngest,
        "day": first,
        "type": coming.name,
    }
    return Eligibility(False, message, said, first)
