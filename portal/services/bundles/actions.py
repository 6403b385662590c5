"""The verbs of bundles: keeping what is on offer; and for a person, beginning a case, filling it in once, accepting it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document, replace_document
from portal.errors import N_, RuleBroken
from portal.files.models import StoredFile
from portal.residents.models import Resident
from portal.residents.queries import find_present_household, get_resident
from portal.services import actions as hall
from portal.services import documents
from portal.services.actions import MaterialCheck
from portal.services.actions.moves import read_note
from portal.services.bundles import definitions, papers
from portal.services.bundles.definitions import BundleDefinition
from portal.services.bundles.merging import answers_for
from portal.services.bundles.models import Bundle, BundleCase, BundleLine
from portal.services.bundles.queries import definition_today, drafts_of, find_bundle, is_finished, shared_of
from portal.services.definitions import SUBJECTS
from portal.services.models import Application

RIGHT = "services.draft_application"
LONGEST_REASON = 300


def save_bundle(
    actor: Actor, *, definition: BundleDefinition, version: int | None = None, is_offered: bool = True
) -> Bundle:
    """Keep a bundle, a new one or a changed one; cases that run keep the content they began with. Raises RuleBroken."""
    actor.must("services.edit_bundle")
    definitions.check(definition)
    bundle = find_bundle(definition.code)
    if bundle is None:
        bundle = Bundle(code=definition.code, name=definition.name, content={})
        session.add(bundle)
    else:
        bundle.expect_version(version)
    bundle.name, bundle.content, bundle.is_offered = definition.name, definition.to_dict(), is_offered
    session.flush()
    audit.record(
        actor,
        "services.save_bundle",
        bundle,
        code=bundle.code,
        items=[one.item for one in definition.items],
        is_offered=is_offered,
    )
    return bundle


def start_bundle(
    actor: Actor,
    *,
    bundle: str,
    unit_id: int,
    resident_id: int,
    items: Collection[str],
    reasons: Mapping[str, str],
    organisation_id: int | None = None,
    agent_id: int | None = None,
    agent_relation: str = "",
    channel: str = "counter",
) -> BundleCase:
    """One visit with a draft for each item that is ticked; one that is not is kept with the reason. Items for organisations are
    for `organisation_id`, whose business `resident_id` sees to (经办人). Raises RuleBroken at `items` or an item's code.
    """
    actor.must(RIGHT)
    found = _on_offer(bundle)
    chosen = [one for one in found.definition.items if one.item in items]
    if not chosen:
        raise RuleBroken("items", N_("请至少选择一个事项。"))
    left, resident = _reasons(found.definition, items, reasons), get_resident(actor, resident_id)
    household = find_present_household(resident)
    visit = hall.start_visit(
        actor,
        unit_id=unit_id,
        items=[one.item for one in chosen],
        resident_id=resident.id,
        household_id=household.id if household else None,
        organisation_id=organisation_id,
        agent_id=agent_id,
        agent_relation=agent_relation,
        channel=channel,
    )
    case = BundleCase(
        bundle=found,
        content=found.content,
        visit=visit,
        unit_id=unit_id,
        resident=resident,
        subject_name=_subject_name(visit.applications, resident),
        started_on=clock.today(),
        started_by=actor.account_id,
    )
    session.add(case)
    _enter_lines(actor, case, {a.item.code: a for a in visit.applications}, left)
    session.flush()
    audit.record(actor, "services.start_bundle", case, code=bundle, items=[one.item for one in chosen])
    return case


def _subject_name(applications: Sequence[Application], resident: Resident) -> str:
    """Whose case it is: the organisation's where every item is for one, else the person's who came."""
    organisations = [one.organisation for one in applications if one.organisation is not None]
    return organisations[0].name[:100] if len(organisations) == len(applications) else resident.name


def _on_offer(code: str) -> Bundle:
    found = find_bundle(code)
    if found is None or not found.is_offered:
        raise RuleBroken("items", N_("这一件事现在不办理，请刷新后重新选择。"))
    return found


def _enter_lines(
    actor: Actor, case: BundleCase, made: Mapping[str, Application], left: Mapping[str, str]
) -> None:
    for position, one in enumerate(case.definition.items):
        application = made.get(one.item)
        today = definition_today(one.item)
        if application is not None and today and today.business(one.business):
            hall.save_answers(actor, application, version=None, answers={}, business=one.business)
        case.lines.append(
            BundleLine(
                position=position,
                item_code=one.item,
                item_name=today.name if today else one.item,
                is_included=application is not None,
                application=application,
                reason=left.get(one.item, ""),
            )
        )


def save_case(
    actor: Actor,
    case: BundleCase,
    *,
    version: int | None,
    answers: Mapping[str, Any],
    checks: Mapping[str, MaterialCheck],
) -> BundleCase:
    """Keep one set of answers and one check of the materials for every application that is not accepted yet.

    Both by the keys of `merging`. Raises RuleBroken at a key, Conflict when out of date.
    """
    actor.must(RIGHT)
    case.expect_version(version)
    shared = shared_of(case)
    for application in drafts_of(case):
        code = application.item.code
        own = answers_for(code, shared.questions, answers)
        hall.save_answers(actor, application, version=None, answers=own)
        found = {
            wanted.code: checks[one.key]
            for one in shared.materials
            for owner, wanted in one.parts
            if owner == code and one.key in checks
        }
        hall.check_materials(actor, application, version=None, checks=found)
    _share_files(actor, case)
    case.touch()
    session.flush()
    audit.record(actor, "services.save_bundle_case", case, questions=sorted(answers))
    return case


def attach_shared(
    actor: Actor, case: BundleCase, *, version: int | None, key: str, file: StoredFile
) -> BundleCase:
    """A scan of a material that is handed in once stands in the case of every item that asks for it: one file, many references.

    Raises RuleBroken for a material that the case does not ask for.
    """
    actor.must("services.attach_file")
    case.expect_version(version)
    shared = next((one for one in shared_of(case).materials if one.key == key), None)
    if shared is None:
        raise RuleBroken(None, N_("材料清单已更新，请刷新后再上传。"))
    drafts = {one.item.code: one for one in drafts_of(case)}
    for item, wanted in shared.parts:
        hall.attach_file(actor, drafts[item], version=None, code=wanted.code, file=file)
    case.touch()
    session.flush()
    audit.record(actor, "services.attach_shared", case, material=shared.asked.name, file=file.id)
    return case


def _share_files(actor: Actor, case: BundleCase) -> None:
    """What was scanned for one item stands in the others that ask for the same."""
    drafts = {one.item.code: one for one in drafts_of(case)}
    for shared in shared_of(case).materials:
        records = [
            (drafts[item], record)
            for item, wanted in shared.parts
            for record in drafts[item].materials
            if record.code == wanted.code
        ]
        file = next((record.file for _application, record in records if record.file is not None), None)
        if file is None:
            continue
        for application, record in records:
            if record.file is None:
                hall.attach_file(actor, application, version=None, code=record.code, file=file)


def accept_case(
    actor: Actor, case: BundleCase, *, version: int | None, later: Collection[str] = ()
) -> BundleCase:
    """Accept every application that waits, but those `later` (item codes), and give one combined receipt for all.

    Each gets its own number and due date. A later acceptance gives the receipt anew, as its next edition. Raises
    RuleBroken with the item's name when one of them cannot be accepted; then none is.
    """
    actor.must("services.accept_application")
    case.expect_version(version)
    ready = [one for one in drafts_of(case) if one.item.code not in later]
    if not ready:
        raise RuleBroken(None, N_("没有可以受理的事项。"))
    for application in ready:
        try:
            if application.state == "supplementing":
                hall.supplement_application(actor, application, version=None, checks={})
            hall.accept_application(actor, application, version=None)
        except RuleBroken as error:
            sentence = error.message % error.params if error.params else error.message
            raise RuleBroken(
                None, N_("“%(item)s”还不能受理：%(why)s"), item=application.item.name, why=sentence
            ) from error
    case.accepted_on = case.accepted_on or clock.today()
    _give_receipt(actor, case, clock.today())
    case.touch()
    session.flush()
    audit.record(
        actor, "services.accept_bundle", case, number=case.number, items=[one.item.code for one in ready]
    )
    return case


def _give_receipt(actor: Actor, case: BundleCase, day: dt.date) -> None:
    facts = papers.bundle_receipt(case, accepted_by=actor.name, on=day)
    fours = documents.last_fours(case.applications[0])
    if case.document is not None and case.document.status == "valid":
        case.document = replace_document(
            actor,
            case.document,
            facts=facts,
            subject=case,
            reason=N_("补充受理"),
            keep_number=True,
            last_fours=fours,
        )
        return
    case.document = issue_document(
        actor, kind=papers.KIND, facts=facts, unit_id=case.unit_id, subject=case, last_fours=fours
    )
    case.number = case.document.number


def leave_out(actor: Actor, case: BundleCase, *, version: int | None, item: str, reason: str) -> BundleCase:
    """Take an item out of a case before its acceptance, with the reason; its draft is given up. Raises RuleBroken."""
    actor.must(RIGHT)
    case.expect_version(version)
    line = _line_of(case, item)
    why = _reason(reason)
    if not line.is_included or line.application is None:
        raise RuleBroken(None, N_("这个事项没有申办。"))
    if len(case.applications) == 1:
        raise RuleBroken(None, N_("至少要留一个事项；都不办的，请在办件页放弃草稿。"))
    if line.application.state != "draft":
        raise RuleBroken(None, N_("这个事项已经受理或告知，请在它自己的页面办理撤回。"))
    hall.discard_draft(actor, line.application, version=None)
    line.is_included, line.reason, line.application = False, why, None
    case.touch()
    session.flush()
    audit.record(actor, "services.leave_out_item", case, item=item, reason=why)
    return case


def take_in(actor: Actor, case: BundleCase, *, version: int | None, item: str) -> BundleCase:
    """Take an item that was left out into the case after all, with a draft of its own. Raises RuleBroken."""
    actor.must(RIGHT)
    case.expect_version(version)
    line = _line_of(case, item)
    if line.is_included:
        raise RuleBroken(None, N_("这个事项已在办理。"))
    if not case.applications or is_finished(case):
        raise RuleBroken(None, N_("这一件事的事项都已办结或者放弃，请重新开始办理。"))
    first = case.applications[0]
    subjects = {name: getattr(first, name) for name in SUBJECTS}
    subjects["resident"] = case.resident
    subjects["household"] = find_present_household(case.resident)
    subjects["organisation"] = next((one.organisation for one in case.applications if one.organisation), None)
    wanted = case.definition.item(item)
    line.application = hall.add_application(
        actor,
        case.visit,
        item=item,
        subjects=subjects,
        agent_id=first.agent_id,
        agent_relation=first.agent_relation,
        business=wanted.business if wanted else "",
        channel=first.channel,
    )
    line.is_included, line.reason = True, ""
    case.touch()
    session.flush()
    audit.record(actor, "services.take_in_item", case, item=item)
    return case


def _line_of(case: BundleCase, item: str) -> BundleLine:
    for line in case.lines:
        if line.item_code == item:
            return line
    raise RuleBroken(None, N_("这一件事里没有这个事项。"))


def _reasons(
    definition: BundleDefinition, items: Collection[str], reasons: Mapping[str, str]
) -> dict[str, str]:
    """Why each item that is not ticked is left out; one that is not on offer says so itself."""
    found = {}
    for one in definition.items:
        if one.item in items:
            continue
        text = reasons.get(one.item, "").strip()
        if not text and definition_today(one.item) is None:
            text = N_("现在不办理")
        if not text:
            raise RuleBroken(one.item, N_("没有选的事项请写明原因，例如“已经办过”。"))
        found[one.item] = _reason(text, one.item)
    return found


def _reason(text: str, field: str = "reason") -> str:
    why = read_note(text, field)
    if not why or len(why) > LONGEST_REASON:
        raise RuleBroken(field, N_("请写明原因，最多 %(longest)s 个字。"), longest=LONGEST_REASON)
    return why
