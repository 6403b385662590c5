"""Checking the materials item by item (收件核对), attaching scans, and taking in later what was missing or promised (容缺)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import select

from portal import audit, clock
from portal.actor import Actor
from portal.almanac.queries import due_after
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.files.actions import crop_photo, discard_file, store_file
from portal.files.contents import IMAGE
from portal.files.models import StoredFile
from portal.files.pictures import Box
from portal.services import checklist, life
from portal.services.actions.moves import move, note_event, read_note
from portal.services.definitions import MaterialDefinition
from portal.services.models import Application, ApplicationMaterial
from portal.services.states import BEFORE_ACCEPTANCE, MATERIAL_STATES

RIGHT = "services.check_materials"
MOST_COPIES = 999
LONGEST_NOTE = 300
PHOTO = "services.photo"
PAPER_LATE = "{name}（承诺 {day} 前补交，逾期）"
# While the matter runs; afterwards the file is closed.
TAKES_LATER = frozenset({"accepted", "reviewed", "decided", "suspended"})


@dataclass(frozen=True)
class MaterialCheck:
    """How a clerk found one material. `form` and `copies` count for a received one, `promised_by` for a promised one.

    `note` says why a material is missing or waived.
    """

    state: str
    form: str = ""
    copies: int = 1
    note: str = ""
    promised_by: dt.date | None = None


def check_materials(
    actor: Actor, application: Application, *, version: int | None, checks: Mapping[str, MaterialCheck]
) -> Application:
    """Note how each material stands; those not named keep their state. Raises RuleBroken at the material's code."""
    actor.must(RIGHT)
    application.expect_version(version)
    if application.state not in BEFORE_ACCEPTANCE:
        raise RuleBroken(None, N_("受理以后不能再改核对结果；补交的材料请用“补交”。"))
    checklist.bind(application, clock.today())
    _apply(actor, application, checks, clock.today())
    application.touch()
    session.flush()
    _record(actor, application, "check_materials", checks)
    return application


def supplement_application(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    checks: Mapping[str, MaterialCheck],
    note: str = "",
) -> Application:
    """What was told to be missing has come (补正), all of it or some; the application can be accepted again."""
    application.expect_version(version)
    life.require(application, "supplement_application", actor)
    checklist.bind(application, clock.today())
    _apply(actor, application, checks, clock.today())
    _record(actor, application, "check_materials", checks)
    return move(actor, application, verb="supplement_application", note=read_note(note))


def receive_promised(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    code: str,
    form: str,
    copies: int = 1,
    note: str = "",
) -> Application:
    """A material that was promised (容缺), or left open by a deemed acceptance, has come; raises RuleBroken at its code."""
    actor.must(RIGHT)
    application.expect_version(version)
    if application.state not in TAKES_LATER:
        raise RuleBroken(None, N_("这一申请现在不能补交材料。"))
    record = _record_of(application, code)
    if record.state not in {"promised", "missing"}:
        raise RuleBroken(code, N_("“%(name)s”没有容缺，不需要补交。"), name=record.name)
    wanted = application.definition.material(code)
    promised = record.promised_by if record.state == "promised" else None
    check = MaterialCheck("received", form=form, copies=copies, note=note)
    _set(actor, application, record, wanted, check, clock.today())
    late = promised is not None and promised < clock.today()
    note = PAPER_LATE.format(name=record.name, day=promised) if late else record.name
    return note_event(actor, application, verb="receive_promised", note=note)


def attach_photo(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    code: str,
    stream: BinaryIO,
    name: str,
    box: Box | None = None,
) -> Application:
    """Keep the portrait cut out of a photograph (taken, uploaded) and attach it; the rest of the picture is not kept.

    `box` is x, y, width, height in pixels of the picture; None takes its middle. Raises RuleBroken at the code.
    """
    actor.must("services.attach_file")
    application.expect_version(version)
    whole = store_file(actor, stream=stream, name=name, purpose=PHOTO, allow=(IMAGE,), field=code)
    portrait = crop_photo(actor, whole, box=box, purpose=PHOTO, field=code)
    discard_file(actor, whole)
    return attach_file(actor, application, version=None, code=code, file=portrait)


def attach_file(
    actor: Actor, application: Application, *, version: int | None, code: str, file: StoredFile
) -> Application:
    """Attach a stored scan to a material, in place of an earlier one; raises RuleBroken at the code.

    An electronic material counts as received with its file.
    """
    actor.must("services.attach_file")
    application.expect_version(version)
    if application.state not in BEFORE_ACCEPTANCE | TAKES_LATER:
        raise RuleBroken(None, N_("这一申请已办结，不能再加附件。"))
    if application.state in BEFORE_ACCEPTANCE:
        checklist.bind(application, clock.today())
    record = _record_of(application, code)
    former, record.file = record.file, file
    if former is not None and former is not file and application.state in BEFORE_ACCEPTANCE:
        session.flush()
        if not _is_attached(former):
            discard_file(actor, former)
    if record.state in {"unchecked", "missing"} and application.state in BEFORE_ACCEPTANCE:
        wanted = application.definition.material(code)
        if "electronic" in wanted.forms:
            _set(actor, application, record, wanted, MaterialCheck("received", "electronic"), clock.today())
    application.touch()
    session.flush()
    audit.record(actor, "services.attach_file", application, material=code, file=file.id)
    return application


def _is_attached(file: StoredFile) -> bool:
    """Whether some material still has this file: one that several cases share is stored once."""
    statement = select(ApplicationMaterial.id).where(ApplicationMaterial.file_id == file.id)
    return session.scalar(statement.limit(1)) is not None


def _apply(actor: Actor, application: Application, checks: Mapping[str, MaterialCheck], day: dt.date) -> None:
    for code, check in checks.items():
        record = _record_of(application, code)
        wanted = next((m for m in application.definition.materials if m.code == code), None)
        if wanted is not None:
            _set(actor, application, record, wanted, check, day)


def _set(
    actor: Actor,
    application: Application,
    record: ApplicationMaterial,
    wanted: MaterialDefinition,
    check: MaterialCheck,
    day: dt.date,
) -> None:
    _must_make_sense(wanted, check)
    # Why it was missing is told in the notice; it is no remark on what has come since.
    has_come = record.state == "missing" and check.state == "received" and check.note.strip() == record.note
    record.state = check.state
    record.form = check.form if check.state == "received" else ""
    record.copies = check.copies
    record.note = "" if has_come else check.note.strip()
    record.promised_by = _promised_by(application, wanted, check, day) if check.state == "promised" else None
    record.checked_by, record.checked_on = actor.account_id, day


def _must_make_sense(wanted: MaterialDefinition, check: MaterialCheck) -> None:
    name = wanted.name
    if check.state not in MATERIAL_STATES:
        raise RuleBroken(wanted.code, N_("“%(name)s”请从所列选项中选择。"), name=name)
    if check.state == "received" and check.form not in wanted.forms:
        raise RuleBroken(wanted.code, N_("“%(name)s”请选择收到的是原件、复印件还是电子件。"), name=name)
    if not 1 <= check.copies <= MOST_COPIES:
        raise RuleBroken(
            wanted.code, N_("“%(name)s”的份数须在 1 到 %(most)s 之间。"), name=name, most=MOST_COPIES
        )
    if check.state == "promised" and not wanted.can_be_promised:
        raise RuleBroken(wanted.code, N_("“%(name)s”不能容缺。"), name=name)
    if check.state == "waived" and not check.note.strip():
        raise RuleBroken(wanted.code, N_("“%(name)s”免交，请写明理由。"), name=name)
    if check.state == "not_needed" and wanted.necessity == "required":
        raise RuleBroken(
            wanted.code, N_("“%(name)s”是必要材料，不能标为不需；确可免交的请选“免交”并写明理由。"), name=name
        )
    if len(check.note.strip()) > LONGEST_NOTE:
        raise RuleBroken(
            wanted.code, N_("“%(name)s”的说明最多 %(longest)s 个字。"), name=name, longest=LONGEST_NOTE
        )


def _promised_by(
    application: Application, wanted: MaterialDefinition, check: MaterialCheck, day: dt.date
) -> dt.date:
    """The day by which it is to come: the one agreed, at most the item's working days from now."""
    last = due_after(day, wanted.promise_days).due
    chosen = check.promised_by or last
    if not day <= chosen <= last:
        raise RuleBroken(
            wanted.code,
            N_("“%(name)s”的补交日期须在 %(first)s 到 %(last)s 之间。"),
            name=wanted.name,
            first=day,
            last=last,
        )
    return chosen


def _record_of(application: Application, code: str) -> ApplicationMaterial:
    for record in application.materials:
        if record.code == code:
            return record
    raise RuleBroken(None, N_("材料清单已随事项版本更新，请刷新后再核对。"))


def _record(actor: Actor, application: Application, verb: str, checks: Mapping[str, MaterialCheck]) -> None:
    facts = {code: check.state for code, check in checks.items()}
    audit.record(actor, f"services.{verb}", application, materials=facts)
