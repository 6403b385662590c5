"""Registering births: the certificate of an application, its change, correction and new copy, its voiding; the promise.

The shared life of an application calls these through `hooks`. The follow-up of newborns has verbs of its own.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import audit, clock, signoffs
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import (
    allocate_number,
    issue_document,
    replace_document,
    void_document,
    void_number,
)
from portal.documents.facts import from_plain
from portal.documents.models import Document
from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.services.actions import (
    MaterialCheck,
    check_materials,
    needs_four_eyes,
    publish_item_version,
    save_answers,
)
from portal.services.checklist import checklist
from portal.services.definitions import MaterialDefinition
from portal.services.items.birth_registration import documents, papers, rules
from portal.services.items.birth_registration.definition import CHANGE, CODE, DEFINITION, WITH_APPROVAL
from portal.services.items.birth_registration.models import BirthRegistration
from portal.services.items.birth_registration.queries import (
    find_promise,
    find_valid,
    parents_of,
    registrations_of_application,
)
from portal.services.models import Application, ItemVersion
from portal.services.queries.catalogue import get_item, newest_version
from portal.services.states import BEFORE_ACCEPTANCE
from portal.standards.identity import mask_identity
from portal.units.queries import visible_unit_ids

PAPER_WAIVED = "书面承诺代替"
PAPER_REPLACED = "变更登记"
PAPER_SWITCHED = "已发布"
PAPER_DROPPED = "撤回或不同意"
SWITCH = "services.switch_birth_approval"
signoffs.define_chain(
    signoffs.Chain(
        SWITCH,
        N_("开办或停办再生育审批"),
        (
            signoffs.Step("ask", N_("提出"), "services.publish_item"),
            signoffs.Step("agree", N_("同意"), "services.publish_item"),
        ),
    )
)
KINDS = {
    "reissue": N_("补发：内容不变，编号不变"),
    "correct": N_("更正：按现在的登记重新出具，换新编号，原编号作废"),
}


def issue_registration(actor: Actor, application: Application, *, on: dt.date) -> BirthRegistration:
    """Register (登记) and freeze the certificate; a change takes the place of the parents' newest valid registration.

    Raises RuleBroken where there is nothing to change, or a character of the certificate cannot be printed.
    """
    answers = application.answers or {}
    mother, father = parents_of(application)
    former = _former_of(application) if application.business == CHANGE else None
    newborns = answers.get("newborns") or []
    births = [day for row in newborns if (day := rules.read_day(row, "birth"))]
    number = allocate_number(actor, unit_id=application.unit_id, kind=papers.CODE, on=on)
    made = BirthRegistration(
        application=application,
        unit_id=application.unit_id,
        business=application.business,
        mother=mother,
        father=father,
        birth_order=rules.birth_order(
            answers.get("children") or [], rules.rules_on(on, application.unit_id)
        ).number,
        due_on=rules.due_date(answers),
        born_on=min(births) if births else None,
        newborns=len(newborns),
        number=number.text,
        issued_number=number,
        issued_on=on,
        replaces=former,
    )
    session.add(made)
    session.flush()
    made.document = _issue(actor, made, former.document if former else None)
    session.flush()
    _forget_numbers(application)
    if former is not None:
        _end(actor, former, "replaced", PAPER_REPLACED)
    audit.record(
        actor,
        "services.issue_registration",
        made,
        number=made.number,
        birth_order=made.birth_order,
        children=made.newborns,
    )
    return made


def undo_application(actor: Actor, application: Application, *, reason: str) -> None:
    """Take back what a voided application did: its registration is void, and one that it changed counts again on a new paper."""
    for made in registrations_of_application(application.id):
        if made.status == "valid":
            _end(actor, made, "voided", reason)
            if made.replaces is not None:
                _restore(actor, made.replaces, reason)
    session.flush()


def correct_registration(
    actor: Actor, registration: BirthRegistration, *, version: int | None, kind: str, reason: str
) -> BirthRegistration:
    """Hand out the certificate again: unchanged under its number (补发), or as the register says now under a new one (更正).

    Raises RuleBroken at `kind` or `reason`, Conflict when out of date.
    """
    actor.must("services.correct_registration")
    registration.expect_version(version)
    if registration.status != "valid" or registration.document is None:
        raise RuleBroken(None, N_("这份登记已不是有效的，不能补发或更正。"))
    if kind not in KINDS:
        raise RuleBroken("kind", N_("请选择补发还是更正。"))
    why = reason.strip()[:300]
    if not why:
        raise RuleBroken("reason", N_("请写明理由。"))
    keeps = kind == "reissue"
    former = registration.document
    made = replace_document(
        actor,
        former,
        facts=_frozen(former) if keeps else _facts(actor, registration),
        subject=registration,
        reason=why,
        keep_number=keeps,
        last_fours=documents.last_fours(registration.application),
    )
    registration.document = made
    if not keeps and made.issued_number is not None:
        registration.issued_number, registration.number = made.issued_number, made.number
    session.flush()
    audit.record(
        actor,
        "services.correct_registration",
        registration,
        number=registration.number,
        reason=why,
        kind=kind,
    )
    return registration


def take_promise(actor: Actor, application: Application, *, version: int | None) -> Document:
    """Let a written promise stand for what is missing (告知承诺制): those materials are waived, the 承诺书 is frozen for signing.

    A later one takes the place of an earlier. Raises RuleBroken after acceptance, or where the office takes no promise.
    """
    actor.must("services.check_materials")
    application.expect_version(version)
    if application.state not in BEFORE_ACCEPTANCE or application.item.code != CODE:
        raise RuleBroken(None, N_("受理以后不能再用承诺书代替材料。"))
    day = clock.today()
    if not rules.rules_on(day, application.unit_id).promise:
        raise RuleBroken(None, N_("本单位没有实行告知承诺，请收齐材料。"))
    lacking = _lacking(application, day)
    check_materials(
        actor,
        application,
        version=None,
        checks={m.code: MaterialCheck("waived", note=PAPER_WAIVED) for m in lacking},
    )
    facts = documents.promise(application, [m.name for m in lacking], on=day, handled_by=actor.name)
    former = find_promise(application)
    if former is not None:
        made = replace_document(
            actor, former, facts=facts, subject=application, reason=PAPER_WAIVED, keep_number=True
        )
    else:
        made = issue_document(
            actor, kind=papers.PROMISE, facts=facts, unit_id=application.unit_id, subject=application
        )
    audit.record(actor, "services.take_promise", application, materials=[m.code for m in lacking])
    return made


def carry_over(actor: Actor, application: Application, *, version: int | None) -> Application:
    """Fill a change with what the registration to be changed says, where nothing was answered yet.

    The trail says which registration was read. Raises RuleBroken, for one outside the actor's scope too.
    """
    if application.item.code != CODE or application.business != CHANGE:
        raise RuleBroken(None, N_("只有变更才能带入原登记的内容。"))
    registration = _former_of(application)
    visible = visible_unit_ids(actor)
    if visible is not None and registration.unit_id not in visible:
        raise RuleBroken(None, N_("原登记不在您的岗位可以查看的范围内，不能带入，请当面逐项填写。"))
    audit.record(actor, "services.carry_over", application, number=registration.number)
    former = registration.application
    before = dict(former.answers or {})
    if former.resident_id != application.resident_id:  # the other parent has come
        before = _seen_from_the_other_side(before) | {"partner": former.resident_id}
    given = {code: value for code, value in (application.answers or {}).items() if value}
    return save_answers(actor, application, version=version, answers=before | given)


def switch_approval(actor: Actor, *, is_on: bool, version: int | None) -> ItemVersion | None:
    """Publish the version of the item with or without 再生育审批, or ask for it where four eyes are wanted (None).

    Then one person asks and another, by account and whatever the post, agrees. `version` is that of the item. Raises
    RuleBroken when it stands so already, Forbidden for who asked, Conflict.
    """
    actor.must("services.publish_item")
    item = get_item(CODE)
    item.expect_version(version)
    if is_on == has_approval():
        raise RuleBroken(None, N_("已经是这样，请刷新页面。"))
    if needs_four_eyes():
        asked = find_asked()
        if asked is None:
            signoffs.sign(actor, item, chain=SWITCH, step="ask")
            item.touch()
            session.flush()
            return None
        signoffs.sign(actor, item, chain=SWITCH, step="agree")
    made = publish_item_version(actor, definition=WITH_APPROVAL if is_on else DEFINITION, version=None)
    signoffs.clear(actor, item, chain=SWITCH, reason=PAPER_SWITCHED)
    return made


def drop_switch(actor: Actor, *, version: int | None) -> None:
    """Take back, or not agree to, what was asked for with `switch_approval`. Raises RuleBroken where nothing was, Conflict."""
    actor.must("services.publish_item")
    item = get_item(CODE)
    item.expect_version(version)
    if find_asked() is None:
        raise RuleBroken(None, N_("没有待同意的开办或停办。"))
    item.touch()
    signoffs.clear(actor, item, chain=SWITCH, reason=PAPER_DROPPED)


def find_asked() -> signoffs.Signoff | None:
    """Who asked for switching 再生育审批 and waits for another person's agreement."""
    return next(iter(signoffs.signed(get_item(CODE), SWITCH)), None)


def has_approval() -> bool:
    """Whether the newest version of the item knows 再生育审批."""
    newest = newest_version(get_item(CODE))
    return newest is not None and newest.definition.business("approval") is not None


def move_registrations(actor: Actor, *, gone: Resident, kept: Resident) -> dict[str, list[int]]:
    """Let the registrations follow a merge of residents; gives what undoing needs."""
    moved: dict[str, list[int]] = {}
    for name in ("mother_id", "father_id"):
        column = getattr(BirthRegistration, name)
        rows = session.query(BirthRegistration).where(column == gone.id).order_by(BirthRegistration.id).all()
        for row in rows:
            setattr(row, name, kept.id)
        moved[name] = [row.id for row in rows]
    session.flush()
    return moved


def move_registrations_back(
    actor: Actor, *, gone: Resident, kept: Resident, moved: dict[str, list[int]]
) -> None:
    """Undo `move_registrations`: exactly the rows that it moved."""
    for name, keys in moved.items():
        for key in keys:
            setattr(session.get_one(BirthRegistration, key), name, gone.id)
    session.flush()


def _forget_numbers(application: Application) -> None:
    """Children are minors: once registered, of their documents' numbers no more is kept than the certificate shows."""
    answers = dict(application.answers or {})
    for rows in ("children", "newborns"):
        if answers.get(rows):
            answers[rows] = [
                {**row, "paper": mask_identity(row["paper"])} if row.get("paper") else row
                for row in answers[rows]
            ]
    application.answers = answers
    session.flush()


def _lacking(application: Application, day: dt.date) -> list[MaterialDefinition]:
    """The materials that a promise may stand for: neither received nor without need."""
    return [
        line.definition
        for line in checklist(application, day)
        if line.definition.can_be_promised and line.state not in {"received", "not_needed"}
    ]


def _former_of(application: Application) -> BirthRegistration:
    for parent in (application.resident, *parents_of(application)):
        former = find_valid(parent.id) if parent is not None else None
        if former is not None:
            return former
    raise RuleBroken(None, N_("没有查到有效的生育登记，不能办变更。请办“登记”或“补登”。"))


def _seen_from_the_other_side(answers: dict[str, Any]) -> dict[str, Any]:
    """The couple's answers as the other of them gives them: what was the applicant's is now the partner's."""
    pairs = ("marital", "lives_since", "nationality", "employer", "education")
    swapped = {code: value for code, value in answers.items() if code.removeprefix("partner_") not in pairs}
    for code in pairs:
        for mine, theirs in ((code, f"partner_{code}"), (f"partner_{code}", code)):
            if theirs in answers:
                swapped[mine] = answers[theirs]
    return swapped


def _issue(actor: Actor, registration: BirthRegistration, former: Document | None) -> Document:
    return issue_document(
        actor,
        kind=papers.CERTIFICATE,
        facts=_facts(actor, registration),
        unit_id=registration.unit_id,
        subject=registration,
        on=registration.issued_on,
        number=registration.issued_number,
        last_fours=documents.last_fours(registration.application),
        replaces=former,
    )


def _facts(actor: Actor, registration: BirthRegistration) -> papers.BirthCertificate:
    return documents.certificate(registration, registration.application, handled_by=actor.name)


def _frozen(document: Document) -> papers.BirthCertificate:
    return from_plain(papers.BirthCertificate, document.frozen["facts"])


def _end(actor: Actor, registration: BirthRegistration, status: str, reason: str) -> None:
    registration.status, registration.ended_on = status, clock.today()
    if registration.document is not None and registration.document.status == "valid":
        void_document(actor, registration.document, reason=reason)
    if registration.issued_number.state != "void":
        void_number(actor, number=registration.issued_number, reason=reason)
    session.flush()
    verb = "services.replace_registration" if status == "replaced" else "services.void_registration"
    audit.record(actor, verb, registration, number=registration.number, reason=reason)


def _restore(actor: Actor, registration: BirthRegistration, reason: str) -> None:
    """A registration whose change was void counts again; its old number stays void, so it gets a new one."""
    former, day = registration.document, clock.today()
    number = allocate_number(actor, unit_id=registration.unit_id, kind=papers.CODE, on=day)
    registration.status, registration.ended_on = "valid", None
    registration.issued_number, registration.number = number, number.text
    registration.document = _issue(actor, registration, former)
    session.flush()
    audit.record(
        actor, "services.restore_registration", registration, number=registration.number, reason=reason
    )
