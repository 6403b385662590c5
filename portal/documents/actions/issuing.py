"""Issuing a paper: check that every character prints, take the number, freeze and sign the facts. The bytes are made after the
commit."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from portal import audit, clock, db
from portal.actor import Actor
from portal.db import Model, session
from portal.documents import codes, installation, signing
from portal.documents.actions.making import wake
from portal.documents.actions.numbering import allocate_number
from portal.documents.facts import PaperFacts, digest, to_plain
from portal.documents.glyphs import check_printable
from portal.documents.imprint import Imprint, check_address
from portal.documents.kinds import PaperKind, kind_of
from portal.documents.models import Document, IssuedNumber, RenderTask
from portal.documents.queries import holder_index
from portal.errors import N_, RuleBroken

SALT_BYTES = 16


def issue_document(
    actor: Actor,
    *,
    kind: str,
    facts: PaperFacts,
    unit_id: int,
    subject: Model,
    on: dt.date | None = None,
    number: IssuedNumber | None = None,
    last_fours: Iterable[str] = (),
    paper_format: str | None = None,
    replaces: Document | None = None,
) -> Document:
    """Issue a paper about `subject` in the caller's transaction; its bytes follow within a second of the commit.

    `number` reuses one that is in the book already (the 受理编号 on a closing slip, a paper day's declared one); None takes the
    next of the kind's book, if the kind has one. `last_fours` are the last four characters of identity numbers and phones by
    which holders may ask about the paper at `/check`. Raises RuleBroken at the fact whose text cannot be printed, before a
    number is taken.
    """
    paper = kind_of(kind)
    wanted = _check_shape(paper, facts, paper_format)
    check_printable(facts)
    session.flush()
    day = on or clock.today()
    if number is None and paper.number_kind is not None:
        number = allocate_number(actor, unit_id=unit_id, kind=paper.number_kind, on=day)
    fours = list(last_fours)
    document = _freeze(
        actor, paper=paper, facts=facts, number=number, day=day, replaces=replaces, last_fours=fours
    )
    document.unit_id, document.paper_format = unit_id, wanted
    document.subject_kind, document.subject_id = type(subject).__name__, subject.id
    session.add(document)
    session.flush()
    audit.record(
        actor,
        "documents.issue_document",
        document,
        kind=kind,
        number=document.number,
        facts=document.facts_digest,
    )
    db.after_commit(wake)
    return document


def _check_shape(paper: PaperKind, facts: PaperFacts, paper_format: str | None) -> str:
    if not isinstance(facts, paper.facts):
        raise TypeError(f"paper kind {paper.code} wants {paper.facts.__name__}, not {type(facts).__name__}")
    wanted = paper_format or paper.formats[0]
    if wanted not in paper.formats:
        raise RuleBroken("paper_format", N_("这种文书没有所选的纸张规格。"))
    return wanted


def _freeze(
    actor: Actor,
    *,
    paper: PaperKind,
    facts: PaperFacts,
    number: IssuedNumber | None,
    day: dt.date,
    replaces: Document | None,
    last_fours: list[str],
) -> Document:
    code, token = _free_code(), codes.new_token()
    former = (
        replaces.number if replaces and (number is None or replaces.issued_number_id != number.id) else ""
    )
    imprint = Imprint(
        number=number.text if number else "",
        check_code=code,
        check_url=check_address(installation.current().base_url, code, token),
        issued_on=day,
        edition=replaces.edition + 1 if replaces else 1,
        replaces_number=former,
    )
    frozen = _prove(paper, facts, imprint)
    return Document(
        kind=paper.code,
        title=paper.title,
        template_version=paper.version,
        issued_number=number,
        number=imprint.number,
        frozen=frozen,
        facts_digest=digest(frozen),
        check_code=code,
        token=token,
        holder_indexes=[holder_index(token, text) for text in last_fours],
        edition=imprint.edition,
        replaces=replaces,
        issued_on=day,
        issued_by=actor.account_id,
        issued_post_id=actor.post_id,
        render_task=RenderTask(),
    )


def _prove(paper: PaperKind, facts: PaperFacts, imprint: Imprint) -> dict[str, Any]:
    """What is frozen: the printed facts and imprint, a salt that hides them in the digest, and the proof over all of it."""
    printed = {"facts": to_plain(facts), "imprint": to_plain(imprint), "salt": secrets.token_hex(SALT_BYTES)}
    proof = signing.sign_paper(
        kind=paper.code,
        day=imprint.issued_on,
        check_code=imprint.check_code,
        number=imprint.number or facts.own_number,
        frozen=printed,
    )
    return {**printed, "imprint": {**printed["imprint"], "proof": proof}}


def _free_code() -> str:
    code = codes.new_check_code()
    while session.scalar(select(Document.id).where(Document.check_code == code)) is not None:
        code = codes.new_check_code()
    return code
