"""The authorisation of every adult to check the household's finances (家庭经济状况核对授权书): the form, each answer, a refusal.

Nothing may be asked about anybody before all have given it; that is asked in `checking`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal import audit, clock, settings
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.documents.models import Document
from portal.errors import N_, RuleBroken
from portal.files.models import StoredFile
from portal.services.actions.moves import must_hold_no_number
from portal.services.assistance.months import add_months, month_of
from portal.services.documents import last_fours
from portal.services.items.minimum_living import documents, terms
from portal.services.items.minimum_living.models import CheckAuthorisation, HouseholdDeclaration
from portal.services.items.minimum_living.queries import signatures

RIGHT = "services.authorise_check"
LONGEST = 300


@dataclass(frozen=True)
class Answer:
    """One member's answer: `given` or `refused`, on which day, signed by whom; a guardian signs for a minor."""

    member_id: int
    answer: str
    signed_on: dt.date
    signer: str = ""
    note: str = ""
    file: StoredFile | None = None


def print_authorisation(actor: Actor, declaration: HouseholdDeclaration) -> Document:
    """Issue the form for all to sign, with purpose, scope and term. Raises RuleBroken while the family is not entered."""
    actor.must(RIGHT)
    if not declaration.members:
        raise RuleBroken(None, N_("请先填写家庭成员。"))
    application = declaration.application
    made = issue_document(
        actor,
        kind="check_authorisation",
        facts=documents.authorisation_form(declaration, until=_until(clock.today())),
        unit_id=application.unit_id,
        subject=application,
        last_fours=last_fours(application),
    )
    note_whole_numbers(actor, declaration, title=made.title, persons=len(declaration.members))
    return made


def note_whole_numbers(actor: Actor, declaration: HouseholdDeclaration, *, title: str, persons: int) -> None:
    """Keep in the trail that a paper bears whole numbers, and why: the other body checks these very persons (57号 art. 17)."""
    reason = "handling"
    audit.record(
        actor, "services.print_whole_numbers", declaration, title=title, persons=persons, reason=reason
    )


def enter_authorisation(
    actor: Actor, declaration: HouseholdDeclaration, *, version: int | None, answer: Answer
) -> CheckAuthorisation:
    """Enter what one member answered; a later answer takes the earlier one's place, which stays in the file.

    Raises RuleBroken at `answer`, `signed_on`, `signer` (a minor cannot sign), `note` (a refusal has its reason) or `file`.
    """
    actor.must(RIGHT)
    declaration.expect_version(version)
    today = clock.today()
    row = next((one for one in signatures(declaration, today) if one.member.id == answer.member_id), None)
    if row is None:
        raise RuleBroken(None, N_("这个人不在申报的家庭成员中，请刷新。"))
    if answer.answer not in {"given", "refused"}:
        raise RuleBroken("answer", N_("请选择同意授权还是拒绝授权。"))
    declared_on = clock.office_time(declaration.created_at).date()
    if not declared_on - dt.timedelta(days=60) <= answer.signed_on <= today:
        raise RuleBroken("signed_on", N_("签署日期不能晚于今天，也不能早于申报前两个月。"))
    name = row.member.resident.name
    signer = answer.signer.strip() or ("" if row.is_minor else name)
    if not signer or (row.is_minor and signer == name):
        raise RuleBroken("signer", N_("%(name)s未满十八周岁，由监护人签署，请填写监护人姓名。"), name=name)
    note = answer.note.strip()[:LONGEST]
    must_hold_no_number(note, "note")
    if answer.answer == "refused" and not note:
        raise RuleBroken("note", N_("请记下拒绝的情况和理由。"))
    if answer.answer == "given" and answer.file is None and settings.value(terms.NEEDS_SCAN.key):
        raise RuleBroken("file", N_("请上传签好的授权书扫描件。"))
    made = CheckAuthorisation(
        member_id=row.member.id,
        answer=answer.answer,
        signer=signer[:100],
        is_guardian=signer != name,
        signed_on=answer.signed_on,
        valid_until=_until(answer.signed_on) if answer.answer == "given" else None,
        scope=str(settings.value(terms.SCOPE.key))[:LONGEST],
        note=note,
        file=answer.file,
        entered_by=actor.account_id,
    )
    declaration.authorisations.append(made)
    declaration.touch()
    session.flush()
    audit.record(actor, RIGHT, declaration, member=row.member.id, answer=answer.answer, day=answer.signed_on)
    return made


def _until(day: dt.date) -> dt.date:
    """The last day of the term: the day before the same day so many months later."""
    month = add_months(month_of(day), int(settings.value(terms.AUTHORISED_MONTHS.key)))
    return month + dt.timedelta(days=min(day.day, 28) - 2)
