"""Printing guides: the paper of one version, issued once and printed as often as wanted; the handbook as a job."""

from __future__ import annotations

from sqlalchemy import select

from portal.actor import Actor
from portal.db import session, transaction
from portal.documents.actions import issue_document
from portal.documents.facts import to_plain
from portal.documents.models import Document
from portal.errors import N_
from portal.jobs import actions as jobs
from portal.jobs import registry
from portal.jobs.models import Job
from portal.jobs.running import Task
from portal.services.guides import documents, handbook
from portal.services.guides.papers import GUIDE
from portal.services.models import ItemVersion
from portal.units.models import Unit
from portal.units.queries import get_unit, list_units

RIGHT = "services.print_guide"
HANDBOOK = "services.print_handbook"


def print_guide(actor: Actor, version: ItemVersion) -> Document:
    """The paper of a version's guide at the actor's office; the one issued before where it says the same."""
    actor.must(RIGHT)
    unit = office_of(actor)
    facts = documents.service_guide(version, unit)
    statement = (
        select(Document)
        .where(
            Document.kind == GUIDE,
            Document.subject_kind == ItemVersion.__name__,
            Document.subject_id == version.id,
            Document.unit_id == unit.id,
            Document.status == "valid",
        )
        .order_by(Document.id.desc())
        .limit(1)
    )
    known = session.scalars(statement).first()
    if known is not None and known.frozen["facts"] == to_plain(facts):
        return known
    return issue_document(actor, kind=GUIDE, facts=facts, unit_id=unit.id, subject=version)


def print_handbook(actor: Actor) -> Job:
    """Ask for the handbook of the actor's office as a job."""
    actor.must(RIGHT)
    return jobs.ask_for(
        actor, HANDBOOK, title=handbook.PAPER_TITLE, arguments={"unit_id": office_of(actor).id}
    )


def office_of(actor: Actor | None) -> Unit:
    """The office that hands guides out: the actor's own, else the first street."""
    if actor is not None and actor.unit_id:
        return get_unit(actor.unit_id)
    return (list_units(kind="street") or list_units())[0]


def run(task: Task) -> None:
    """Bind the handbook."""
    with transaction("read"):
        found = handbook.collect(get_unit(int(task.arguments["unit_id"])))
    task.advance(0, len(found.guides), N_("正在装订"))
    made = handbook.lay_out(found)
    with task.result(f"{handbook.PAPER_TITLE}.pdf", "application/pdf") as path:
        path.write_bytes(made.content)
    task.advance(len(found.guides))


registry.define_job(HANDBOOK, N_("装订便民服务手册"), run, permission=RIGHT)
