"""The life of a letter: drafted, changed, signed, sent with its number and paper, answered, or withdrawn with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import BinaryIO

from sqlalchemy import select

from portal import audit, clock, settings
from portal.actor import Actor
from portal.almanac.queries import due_after
from portal.db import Model, session
from portal.documents.actions import issue_document
from portal.documents.actions.standing import void_document
from portal.errors import N_, RuleBroken
from portal.files.actions import store_file
from portal.files.models import StoredFile
from portal.letters import documents, hooks, signing
from portal.letters.kinds import INTERIM, KINDS, OUTCOMES, WAYS
from portal.letters.models import Letter, LetterAnswer
from portal.letters.queries import is_ours, sending_unit, unit_in_sight
from portal.letters.wording import Enclosed, read_addressee, read_enclosures, read_text, read_title, read_word
from portal.units.models import Unit
from portal.units.queries import get_unit

_GROUP = N_("公函往来")
NEEDS_SCAN = "letters.answer_needs_scan"
_HINT = N_("工作日；填 0 表示不要求答复期限。写信时可以另定日期。")
for _kind, _days, _label in (
    ("submission", 10, N_("报送单的答复期限")),
    ("assignment", 15, N_("交办函的办理期限")),
    ("enquiry", 15, N_("协查（核对）函的答复期限")),
    ("liaison", 0, N_("函的答复期限")),
):
    settings.define(
        f"letters.due_days.{_kind}", "integer", _days, _label, _GROUP, hint=_HINT, minimum=0, maximum=365
    )
settings.define(
    NEEDS_SCAN,
    "flag",
    True,
    N_("登记答复须附扫描件"),
    _GROUP,
    hint=N_("阶段性答复可以先不附。"),
    per_unit=True,
)


def draft_letter(
    actor: Actor,
    *,
    kind: str,
    unit_id: int,
    title: str,
    body: str,
    addressee_id: int | None = None,
    addressee: str = "",
    subject: Model | None = None,
    subject_label: str = "",
    subject_href: str = "",
    enclosures: Sequence[Enclosed] = (),
    due_on: dt.date | None = None,
) -> Letter:
    """Draft a letter of the street (or committee) that `unit_id` belongs to, to a unit of the tree or to a typed body.

    `enclosures` are names, or (name, copies) pairs. Without `due_on` the day is counted from the sending. Label and address
    of the subject are asked of the room that declared it, where none are given. Raises RuleBroken at the field, NotFound.
    """
    actor.must("letters.draft_letter")
    if kind not in KINDS:
        raise RuleBroken("kind", N_("请从所列选项中选择。"))
    unit = sending_unit(unit_in_sight(actor, unit_id))
    letter = Letter(kind=kind, unit_id=unit.id, drafted_by=actor.account_id, drafted_on=clock.today())
    if subject is not None:
        _set_subject(actor, letter, subject, subject_label, subject_href)
    _write(
        letter,
        title=title,
        body=body,
        addressee_id=addressee_id,
        addressee=addressee,
        enclosures=enclosures,
        due_on=due_on,
    )
    session.add(letter)
    session.flush()
    signing.sign_step(actor, letter, "handle")
    audit.record(
        actor, "letters.draft_letter", letter, kind=kind, unit_id=unit.id, addressee=letter.addressee
    )
    return letter


def change_letter(
    actor: Actor,
    letter: Letter,
    *,
    version: int | None,
    title: str,
    body: str,
    addressee_id: int | None = None,
    addressee: str = "",
    enclosures: Sequence[Enclosed] = (),
    due_on: dt.date | None = None,
) -> Letter:
    """Change a draft; whoever had signed it signs again. Raises RuleBroken at the field, Conflict."""
    actor.must("letters.draft_letter")
    _must_be_ours(actor, letter)
    letter.expect_version(version)
    _must_be_draft(letter)
    _write(
        letter,
        title=title,
        body=body,
        addressee_id=addressee_id,
        addressee=addressee,
        enclosures=enclosures,
        due_on=due_on,
    )
    letter.touch()
    session.flush()
    signing.start_again(actor, letter)
    audit.record(actor, "letters.change_letter", letter, addressee=letter.addressee)
    return letter


def sign_letter(actor: Actor, letter: Letter, *, version: int | None, note: str = "") -> Letter:
    """Sign the next step of a draft (审核, then 签发); raises Forbidden, RuleBroken, Conflict."""
    _must_be_ours(actor, letter)
    letter.expect_version(version)
    _must_be_draft(letter)
    signing.sign_next(actor, letter, note=note)
    letter.touch()
    session.flush()
    return letter


def send_letter(
    actor: Actor,
    letter: Letter,
    *,
    version: int | None = None,
    way: str = "messenger",
    way_note: str = "",
    on: dt.date | None = None,
) -> Letter:
    """Send a draft: it gets its number and its paper, and waits for an answer until its day.

    Raises RuleBroken when it still wants a signature or `way` is unknown, Conflict.
    """
    actor.must("letters.send_letter")
    _must_be_ours(actor, letter)
    letter.expect_version(version)
    _must_be_draft(letter)
    signing.must_be_signed(letter)
    if way not in WAYS:
        raise RuleBroken("way", N_("请选择送达方式。"))
    day = on or clock.today()
    if day > clock.today():
        raise RuleBroken("on", N_("发出日期不能晚于今天。"))
    letter.state, letter.sent_on, letter.sent_by = "sent", day, actor.account_id
    letter.way, letter.way_note = way, way_note.strip()[:100]
    _count_due(letter, day)
    session.flush()
    document = issue_document(
        actor,
        kind=documents.paper_kind(letter),
        facts=documents.letter_facts(letter),
        unit_id=letter.unit_id,
        subject=letter,
        on=day,
    )
    letter.document_id, letter.issued_number_id = document.id, document.issued_number_id
    letter.number = document.number
    session.flush()
    audit.record(actor, "letters.send_letter", letter, number=letter.number, way=way, day=day)
    return letter


def enter_answer(
    actor: Actor,
    letter: Letter,
    *,
    version: int | None,
    number: str,
    on: dt.date,
    outcome: str,
    text: str = "",
    file: StoredFile | None = None,
    upload: tuple[BinaryIO, str] | None = None,
    received_on: dt.date | None = None,
    signer: str = "",
    signer_post: str = "",
) -> LetterAnswer:
    """Enter what came back: number and day of the other body's paper, outcome, words, scan (an image or a PDF).

    An interim answer leaves the letter waiting and may come without its scan, by telephone for one; a final one needs it,
    unless the office has decided otherwise. A second final one is entered beside the first, and the last one counts. A scan
    comes stored (`file`) or as (stream, name). Raises RuleBroken at the field, Conflict, and what a hook refuses.
    """
    actor.must("letters.enter_answer")
    _must_be_ours(actor, letter)
    letter.expect_version(version)
    received = received_on or clock.today()
    _must_take_answer(letter, outcome, on, received)
    file = _scan_of(actor, letter, outcome, received, file, upload)
    answer = LetterAnswer(
        number=read_word(number, "number", 80),
        dated_on=on,
        received_on=received,
        outcome=outcome,
        signer=read_word(signer, "signer", 100),
        signer_post=read_word(signer_post, "signer_post", 100),
        file=file,
        entered_by=actor.account_id,
    )
    answer.text = read_text(text, "text") or None
    letter.answers.append(answer)
    if outcome != INTERIM:
        letter.state, letter.answered_on = "answered", received
    letter.touch()
    session.flush()
    audit.record(
        actor, "letters.enter_answer", letter, number=letter.number, outcome=OUTCOMES[outcome], day=received
    )
    hooks.tell_answer(actor, letter, answer)
    return answer


def _scan_of(
    actor: Actor,
    letter: Letter,
    outcome: str,
    received: dt.date,
    file: StoredFile | None,
    upload: tuple[BinaryIO, str] | None,
) -> StoredFile | None:
    """The scan of an answer as stored; raises RuleBroken at `file` where one is wanted and none has come."""
    if upload is not None:
        return store_file(actor, stream=upload[0], name=upload[1], purpose="letters.answer", field="file")
    if (
        file is None
        and outcome != INTERIM
        and settings.value(NEEDS_SCAN, on=received, unit_id=letter.unit_id)
    ):
        raise RuleBroken("file", N_("请附上对方答复的扫描件。只是电话答复的，请选“阶段性答复”。"))
    return file


def withdraw_letter(actor: Actor, letter: Letter, *, version: int | None, reason: str) -> Letter:
    """Withdraw a letter with its reason: its number is void, a draft just ends; the room of its subject is told.

    Raises RuleBroken at `reason`, Conflict, and what a hook refuses.
    """
    actor.must("letters.withdraw_letter")
    _must_be_ours(actor, letter)
    letter.expect_version(version)
    if letter.state not in {"draft", "sent"}:
        raise RuleBroken(None, N_("已经答复或撤回的函不能再撤回。"))
    why = read_word(reason, "reason", 500)
    if not why:
        raise RuleBroken("reason", N_("请写明撤回原因。"))
    letter.state, letter.withdrawn_on, letter.withdrawn_by = "withdrawn", clock.today(), actor.account_id
    letter.withdrawn_because = why
    if letter.document is not None and letter.document.status == "valid":
        void_document(actor, letter.document, reason=why)
    session.flush()
    audit.record(actor, "letters.withdraw_letter", letter, number=letter.number or "", reason=why)
    hooks.tell_withdrawal(actor, letter)
    return letter


def recount_due(actor: Actor | None, first: dt.date, last: dt.date) -> int:
    """The calendar changed between two days: provisional days of answer that it may move are counted anew. Gives how many.

    A day that was typed stays, for nobody counted it.
    """
    statement = select(Letter).where(
        Letter.state == "sent", Letter.due_is_provisional, Letter.sent_on <= last
    )
    moved = 0
    for letter in session.scalars(statement.order_by(Letter.id)).all():
        before, letter.due_on, letter.due_is_provisional = letter.due_on, None, False
        _count_due(letter, letter.sent_on or letter.drafted_on)
        session.flush()
        if letter.due_on != before:
            moved += 1
            audit.record(actor, "letters.recount_due", letter, before=before, due=letter.due_on)
    return moved


def _set_subject(actor: Actor, letter: Letter, subject: Model, label: str, href: str) -> None:
    kind = type(subject).__name__
    if not label:
        found = hooks.find_subject(actor, kind, subject.id)
        label, href = (found.label, found.href) if found else ("", "")
    letter.subject_type, letter.subject_id = kind, subject.id
    letter.subject_label, letter.subject_href = label[:150], href[:200]


def _write(
    letter: Letter,
    *,
    title: str,
    body: str,
    addressee_id: int | None,
    addressee: str,
    enclosures: Sequence[Enclosed],
    due_on: dt.date | None,
) -> None:
    unit = session.get(Unit, addressee_id) if addressee_id is not None else None
    letter.addressee = read_addressee(unit, addressee)
    letter.addressee_id = unit.id if unit else None
    letter.title = read_title(title)
    letter.body = read_text(body, "body")
    if not letter.body:
        raise RuleBroken("body", N_("请填写正文。"))
    letter.enclosures = read_enclosures(enclosures)
    if due_on is not None and due_on < clock.today():
        raise RuleBroken("due_on", N_("要求答复的日期不能早于今天。"))
    letter.due_on, letter.due_is_provisional = due_on, False


def _count_due(letter: Letter, day: dt.date) -> None:
    """The day by which an answer is asked for: as typed in the draft, else so many working days after the sending."""
    if letter.due_on is not None:
        return
    days = settings.value(f"letters.due_days.{letter.kind}", on=day, unit_id=letter.unit_id)
    if days:
        due = due_after(day, days)
        letter.due_on, letter.due_is_provisional = due.due, due.provisional


def _must_be_ours(actor: Actor, letter: Letter) -> None:
    if not is_ours(actor, letter):
        name = get_unit(letter.unit_id).name
        raise RuleBroken(None, N_("这封函由%(unit)s发文，只能由该单位办理。"), unit=name)


def _must_be_draft(letter: Letter) -> None:
    if letter.state != "draft":
        raise RuleBroken(None, N_("这封函已经发出或撤回，不能再改。"))


def _must_take_answer(letter: Letter, outcome: str, dated: dt.date, received: dt.date) -> None:
    if letter.state not in {"sent", "answered"}:
        raise RuleBroken(None, N_("只有已发出、没有撤回的函才能登记答复。"))
    if outcome not in KINDS[letter.kind].outcomes:
        raise RuleBroken("outcome", N_("请从所列选项中选择。"))
    if received > clock.today():
        raise RuleBroken("received_on", N_("收到日期不能晚于今天。"))
    if letter.sent_on is not None and dated < letter.sent_on:
        raise RuleBroken("on", N_("答复的日期不能早于发出日期。"))
    if dated > received:
        raise RuleBroken("on", N_("答复的日期不能晚于收到日期。"))
