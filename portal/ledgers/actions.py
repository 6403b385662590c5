"""What changes records here: storing the proof of a printed ledger, noting a download, and asking for a long one as a job."""

from __future__ import annotations

from collections.abc import Sequence

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.jobs import actions as jobs
from portal.jobs.models import Job
from portal.ledgers import prints
from portal.ledgers.asking import Asked
from portal.ledgers.definition import Ledger
from portal.ledgers.heading import period_words
from portal.ledgers.making import FORMS
from portal.ledgers.models import LedgerPrint
from portal.ledgers.printing import Drawn

MAKE_LEDGER = "ledgers.make_ledger"
LONGEST_TITLE = 200


def store_print(actor: Actor | None, drawn: Drawn) -> LedgerPrint:
    """Keep what proves a print: a draw whose record cannot be stored must never be handed out.

    A later draw under the same code (another attempt of the same job) takes the place of the earlier one, which nobody got.
    """
    asked, written = drawn.asked, drawn.written
    record = prints.find_print(drawn.check_code) or LedgerPrint(check_code=drawn.check_code)
    record.ledger, record.title = drawn.ledger.name, drawn.ledger.title
    record.first, record.last = asked.first, asked.last
    record.unit_id = asked.unit_id or (actor.unit_id if actor else None)
    record.told = drawn.told
    record.rows, record.pages = written.rows, written.pages
    record.page_digests, record.sha256 = written.page_digests, drawn.sha256
    record.printed_by = actor.account_id if actor else None
    record.printed_post_id = actor.post_id if actor else None
    record.printed_at = drawn.at
    session.add(record)
    session.flush()
    _note(actor, "ledgers.print_ledger", drawn.ledger, asked, written.rows, record)
    return record


def note_export(actor: Actor | None, ledger: Ledger, *, asked: Asked, form: str, rows: int) -> None:
    """Note in the trail that somebody took a ledger along as a file."""
    _note(actor, "ledgers.export_ledger", ledger, asked, rows, None, kind=form)


def make_ledger(
    actor: Actor,
    ledger: Ledger,
    *,
    asked: Asked,
    form: str,
    encoding: str = "",
    told: Sequence[Sequence[str]] = (),
) -> Job:
    """Ask for a ledger of any length as a job (`jobs`); the same request of the same person is one job. Raises Forbidden.

    `told` is what was chosen, for the task's title: two tasks of one ledger are told apart by it.
    """
    actor.must("ledgers.read_ledger")
    actor.must(ledger.permission)
    arguments = {"ledger": ledger.name, "form": form, "encoding": encoding, "asked": asked.words()}
    chosen = [words for _label, words in told]
    title = " ".join([ledger.title, period_words(asked.first, asked.last), *chosen, FORMS[form].name])[
        :LONGEST_TITLE
    ]
    return jobs.ask_for(actor, MAKE_LEDGER, title=title, arguments=arguments)


def _note(
    actor: Actor | None,
    verb: str,
    ledger: Ledger,
    asked: Asked,
    rows: int,
    record: LedgerPrint | None,
    **more: str,
) -> None:
    """Say in the trail what was taken: the unit it was narrowed to (none: all in sight), the columns named (empty: all)."""
    facts = {"first": asked.first.isoformat(), "last": asked.last.isoformat(), "unit": asked.unit_id, **more}
    conditions, columns = dict(asked.chosen), list(asked.columns)
    audit.record(
        actor, verb, record, ledger=ledger.name, rows=rows, conditions=conditions, columns=columns, **facts
    )
