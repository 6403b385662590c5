"""Reading paper: by key within scope, by number, by check code, by the bytes themselves; and proving that the books are whole."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from portal import clock, settings, vault
from portal.actor import Actor
from portal.db import session
from portal.documents import bars, bearers
from portal.documents.facts import digest
from portal.documents.kinds import READ, all_kinds, kind_of
from portal.documents.models import CheckAttempt, Document, DocumentMaster, RenderTask
from portal.errors import N_, NotFound
from portal.units.queries import within_scope

HANDLING = "handling"
CHECK_WINDOW = dt.timedelta(minutes=5)
WRONG_CHECKS, CHECKS = "documents.check_wrong_limit", "documents.check_limit"
settings.define(
    WRONG_CHECKS,
    "integer",
    5,
    N_("文书查验：5 分钟内查错几次后暂停"),
    N_("文书与编号"),
    hint=N_("按来访的网络地址计。整个大厅共用一个出口地址的，可以适当调高。"),
    minimum=3,
    maximum=100,
)
settings.define(
    CHECKS,
    "integer",
    300,
    N_("文书查验：5 分钟内最多查询次数"),
    N_("文书与编号"),
    hint=N_("按来访的网络地址计，查对查错都算，防止用程序反复查询。"),
    minimum=20,
    maximum=100_000,
)


@dataclass(frozen=True)
class Soundness:
    """Whether a paper's record is whole: the facts and the bytes each against their digest."""

    facts: bool
    content: bool | None

    @property
    def is_sound(self) -> bool:
        """True unless something differs; bytes not made yet are no fault."""
        return self.facts and self.content is not False


def readable(actor: Actor) -> ColumnElement[bool]:
    """The condition that keeps a query to the papers this actor may read: of a unit in sight, of a kind whose right is held.

    The right to read papers at all is asked by the view.
    """
    closed = [kind.code for kind in all_kinds() if kind.permission != READ and not actor.can(kind.permission)]
    void = [kind.code for kind in all_kinds() if kind.void_permission and not actor.can(kind.void_permission)]
    return and_(
        within_scope(actor, Document.unit_id),
        Document.kind.not_in(closed),
        or_(Document.status != "void", Document.kind.not_in(void)),
        *bars.conditions(actor),
    )


def get_document(actor: Actor, document_id: int) -> Document:
    """The paper, if the actor's post may see its unit and read its kind; raises NotFound."""
    statement = select(Document).where(Document.id == document_id, readable(actor))
    document = session.scalars(statement).first()
    if document is None:
        raise NotFound
    return document


def list_documents_of(subject_kind: str, subject_id: int) -> list[Document]:
    """Every paper of one record, oldest first, replaced and void ones included."""
    statement = select(Document).where(
        Document.subject_kind == subject_kind, Document.subject_id == subject_id
    )
    return list(session.scalars(statement.order_by(Document.id)))


def kept_from(actor: Actor, papers: Sequence[Document]) -> set[int]:
    """The keys of those among these papers that the actor may not read."""
    keys = [paper.id for paper in papers]
    return set(keys) - set(session.scalars(select(Document.id).where(Document.id.in_(keys), readable(actor))))


def reading_facts(document: Document) -> dict[str, str | None]:
    """What the trail keeps of a look at a paper: its number, and why, where it shows whole numbers of persons."""
    facts: dict[str, str | None] = {"number": document.number}
    return facts | ({"reason": HANDLING} if kind_of(document.kind).has_whole_numbers else {})


def list_editions(document: Document) -> list[Document]:
    """The paper with all it replaced and all that replaced it, oldest first."""
    found = [document]
    while found[0].replaces is not None:
        found.insert(0, found[0].replaces)
    while True:
        later = session.scalars(
            select(Document).where(Document.replaces_id == found[-1].id).order_by(Document.id).limit(1)
        ).first()
        if later is None:
            return found
        found.append(later)


def find_by_number(kind: str, number: str) -> Document | None:
    """The newest paper of a kind that carries this number, or that belongs to the record whose papers carry it."""
    carrying = select(Document).where(Document.number == number).order_by(Document.id.desc())
    own = session.scalars(carrying.where(Document.kind == kind).limit(1)).first()
    if own is not None:
        return own
    bearer = session.scalars(carrying.limit(1)).first()
    subject = (bearer.subject_kind, bearer.subject_id) if bearer else bearers.find_subject(number)
    papers = list_documents_of(*subject) if subject else []
    return next((paper for paper in reversed(papers) if paper.kind == kind), None)


def find_by_code(code: str) -> Document | None:
    """The paper with this check code (already brought into shape by `codes.read_code`)."""
    return session.scalars(select(Document).where(Document.check_code == code)).first()


def find_by_token(token: str) -> Document | None:
    """The paper with this mark in its QR code."""
    return session.scalars(select(Document).where(Document.token == token)).first() if token else None


def find_by_sha256(sha256: str) -> Document | None:
    """The paper whose bytes have this digest."""
    statement = (
        select(Document).join(DocumentMaster).where(DocumentMaster.sha256 == sha256).order_by(Document.id)
    )
    return session.scalars(statement.limit(1)).first()


def is_holder(document: Document, last_four: str) -> bool:
    """Whether these last four characters are of somebody whom the paper was issued to."""
    return holder_index(document.token, last_four) in document.holder_indexes


def holder_index(token: str, last_four: str) -> str:
    """The blind index by which a holder is known; bound to the paper, so that equal digits on two papers do not show."""
    return vault.current().index(f"document.holder.{token}", last_four.strip().upper())


def wait_for_master(document_id: int, seconds: float) -> DocumentMaster | None:
    """The paper's bytes, waiting for them at most so long; None when they are not made by then. Reads only."""
    deadline = time.monotonic() + seconds
    statement = select(DocumentMaster).where(DocumentMaster.document_id == document_id)
    while True:
        master = session.scalars(statement).first()
        if master is not None or time.monotonic() >= deadline:
            return master
        time.sleep(0.1)
        session.rollback()  # a new look at the database: the bytes are stored by another process


def check_soundness(document: Document) -> Soundness:
    """Compare the facts and the bytes with the digests that were taken when they were made."""
    facts = digest(document.frozen) == document.facts_digest
    if document.master is None:
        return Soundness(facts, None)
    return Soundness(facts, hashlib.sha256(document.master.content).hexdigest() == document.master.sha256)


def count_failed() -> int:
    """How many papers could not be made and wait for somebody to look."""
    return session.scalar(select(func.count(RenderTask.id)).where(RenderTask.state == "failed")) or 0


def address_index(address: str) -> str:
    """The blind index of a network address."""
    return vault.current().index("document.check.address", address)


def is_asking_too_often(address: str) -> bool:
    """Whether this address gave so many wrong answers in the last five minutes, or asked so often at all.

    Right answers count towards the second, generous limit only: a whole hall may stand behind one address.
    """
    wrong = func.count().filter(CheckAttempt.found.is_(False))
    statement = select(wrong, func.count()).where(
        CheckAttempt.address_index == address_index(address), CheckAttempt.at > clock.now() - CHECK_WINDOW
    )
    wrong_ones, all_of_them = session.execute(statement).one()
    return bool(wrong_ones >= settings.value(WRONG_CHECKS) or all_of_them >= settings.value(CHECKS))
