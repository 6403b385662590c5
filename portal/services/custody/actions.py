"""The verbs of custody: taking originals with their list, handing them out, bringing them back, giving them back, losing one.

Every move has a day and a name, and whoever enters it stands beside it. A loss is an act of its own with its own right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.documents.papers import HandoverLine, MaterialHandover
from portal.errors import N_, RuleBroken
from portal.services import documents
from portal.services.actions.moves import read_note, read_reason
from portal.services.custody.models import Original, OriginalMove
from portal.services.custody.places import IN_CUSTODY, STATES
from portal.services.custody.queries import get_originals
from portal.services.models import Application
from portal.services.states import OPEN

RIGHT = "services.keep_originals"
LOSS = "services.report_lost_original"
PAPER_ORIGINAL = "原件"
MOST = 30


@dataclass(frozen=True)
class Taken:
    """One original as it is taken: `code` of the material it stands for, empty for another thing; `pages` may be unknown."""

    name: str
    code: str = ""
    copies: int = 1
    pages: int | None = None
    return_on: dt.date | None = None


def take_originals(actor: Actor, application: Application, *, taken: Sequence[Taken]) -> list[Original]:
    """Take originals and give the resident the list (材料接收清单); raises RuleBroken at `names`, `copies` or `return_on`."""
    actor.must(RIGHT)
    if application.state not in OPEN:
        raise RuleBroken(None, N_("这一办件已经结束，不能再收原件。"))
    lines = [one for one in taken if one.name.strip()]
    if not lines or len(lines) > MOST:
        raise RuleBroken("names", N_("请选择或填写收取的原件。"))
    today, made = clock.today(), []
    for one in lines:
        if not 1 <= one.copies <= 99:
            raise RuleBroken("copies", N_("份数须在 1 到 99 之间。"))
        if one.return_on is not None and one.return_on < today:
            raise RuleBroken("return_on", N_("退还日期不能早于今天。"))
        original = Original(
            application=application,
            unit_id=application.unit_id,
            material_code=one.code,
            name=one.name.strip()[:100],
            copies=one.copies,
            pages=one.pages,
            taken_on=today,
            return_on=one.return_on,
        )
        session.add(original)
        _move(actor, original, "take", party=_bringer(application))
        made.append(original)
    session.flush()
    paper = issue_document(
        actor,
        kind="material_handover",
        facts=handover_list(application, made, received_by=actor.name),
        unit_id=application.unit_id,
        subject=application,
        last_fours=documents.last_fours(application),
    )
    for original in made:
        original.paper = paper
    session.flush()
    audit.record(
        actor, "services.take_originals", application, originals=[one.id for one in made], document=paper.id
    )
    return made


def hand_out(actor: Actor, *, ids: Sequence[int], to: str, note: str = "") -> list[Original]:
    """Hand originals to an office or an agent, by name; raises RuleBroken at `to`, or for one that is not here."""
    actor.must(RIGHT)
    found = _in_state(actor, ids, {"held"})
    name = _party(to, "to")
    for one in found:
        one.state, one.holder, one.out_since = "out", name, clock.today()
        _move(actor, one, "hand_out", party=name, note=note)
    return _record(actor, found, "services.hand_out_originals", party=name)


def bring_back(actor: Actor, *, ids: Sequence[int], note: str = "") -> list[Original]:
    """They are back in the office."""
    actor.must(RIGHT)
    found = _in_state(actor, ids, {"out"})
    for one in found:
        _move(actor, one, "bring_back", party=one.holder, note=note)
        one.state, one.holder, one.out_since = "held", "", None
    return _record(actor, found, "services.bring_back_originals")


def give_back(
    actor: Actor, *, ids: Sequence[int], receiver: str, relation: str = "", has_signed: bool = False
) -> list[Original]:
    """The resident has them again and has signed the list; raises RuleBroken at `receiver`, `relation` or `has_signed`."""
    actor.must(RIGHT)
    found = _in_state(actor, ids, {"held"})
    name = _party(receiver, "receiver")
    known = {one.application.subject_name for one in found}
    if known != {name} and not relation.strip():
        raise RuleBroken("relation", N_("不是本人领回的，请填写与申请人的关系。"))
    if not has_signed:
        raise RuleBroken("has_signed", N_("请领取人在材料接收清单上签名后勾选。"))
    for one in found:
        one.state, one.ended_on = "returned", clock.today()
        _move(actor, one, "give_back", party=name, relation=relation)
    return _record(actor, found, "services.give_back_originals", party=name)


def report_lost(actor: Actor, *, ids: Sequence[int], reason: str) -> list[Original]:
    """Declare originals lost: where they were, what was done, what the resident was told. Needs a right of its own."""
    actor.must(LOSS)
    found = _in_state(actor, ids, set(IN_CUSTODY))
    why = read_reason(reason)[:300]
    for one in found:
        _move(actor, one, "lose", party=one.holder, note=why)
        one.state, one.ended_on = "lost", clock.today()
    return _record(actor, found, "services.report_lost_original", reason=why)


def handover_list(
    application: Application, originals: Sequence[Original], *, received_by: str
) -> MaterialHandover:
    """材料接收清单 of what was taken at once."""
    day = clock.today()
    return MaterialHandover(
        **documents.office_facts(application.unit, day, application.definition),
        **documents.applicant_facts(application),
        application_number=application.number or "",
        materials=tuple(
            HandoverLine(
                name=one.name,
                form=PAPER_ORIGINAL,
                copies=one.copies,
                pages=one.pages,
                original_kept=True,
                return_on=one.return_on,
            )
            for one in originals
        ),
        received_on=day,
        received_by=received_by,
    )


def _in_state(actor: Actor, ids: Sequence[int], states: set[str]) -> list[Original]:
    if not ids:
        raise RuleBroken("ids", N_("请选择原件。"))
    found = get_originals(actor, ids)
    for one in found:
        if one.state not in states:
            raise RuleBroken(
                "ids",
                N_("“%(name)s”现在是“%(state)s”，请刷新后再办。"),
                name=one.name,
                state=STATES[one.state],
            )
    return found


def _record(actor: Actor, found: list[Original], verb: str, **facts: str) -> list[Original]:
    session.flush()
    audit.record(actor, verb, found[0].application, originals=[one.id for one in found], **facts)
    return found


def _move(actor: Actor, original: Original, kind: str, **words: str) -> None:
    original.moves.append(
        OriginalMove(
            kind=kind,
            day=clock.today(),
            party=words.get("party", ""),
            relation=words.get("relation", "").strip()[:40],
            note=read_note(words.get("note", ""))[:300],
            account_id=actor.account_id,
        )
    )


def _bringer(application: Application) -> str:
    return application.agent.name if application.agent else application.subject_name


def _party(text: str, field: str) -> str:
    name = text.strip()
    if not name or len(name) > 100:
        raise RuleBroken(field, N_("请填写姓名或单位名称。"))
    return name
