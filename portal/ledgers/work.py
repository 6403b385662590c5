"""A ledger as a job: any length, one snapshot, progress by lines; the file is offered when its record is stored, or never."""

from __future__ import annotations

from pathlib import Path

from portal import db
from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.jobs import registry
from portal.jobs.running import Task
from portal.ledgers import actions, asking, making, prints, queries
from portal.ledgers.definition import Ledger, ledger_of


def run(task: Task) -> None:
    """Make what was asked for with the asker's rights of now. Raises RuleBroken where it cannot be asked any more."""
    form, encoding = str(task.arguments["form"]), str(task.arguments.get("encoding", ""))
    with db.transaction("read"):
        ledger, question, asked = _reread(task)
        total = queries.measure(ledger, task.actor, asked).rows
        code = str(task.notes.get("check_code") or prints.free_check_code())
    task.remember(check_code=code)  # another attempt prints under the same code, so that one record is left
    task.advance(0, total, N_("正在生成"))
    name, media_type = making.file_name(ledger, asked, form), making.media_type(form, encoding)
    with task.result(name, media_type) as path:
        made = _write(task, path, question, asked, form, encoding, code)
    task.at_end(lambda: _store(task.actor, ledger, asked, form, made))


def _store(actor: Actor, ledger: Ledger, asked: asking.Asked, form: str, made: making.Made) -> None:
    """The proof of a print, or the note of a download; stored with the end of the job, for a cancelled one gives no file."""
    if made.drawn:
        actions.store_print(actor, made.drawn)
    else:
        actions.note_export(actor, ledger, asked=asked, form=form, rows=made.rows)


def _reread(task: Task) -> tuple[Ledger, asking.Question, asking.Asked]:
    ledger = ledger_of(str(task.arguments["ledger"]))
    if ledger is None:
        raise RuleBroken(None, N_("这个台账已不存在。"))
    task.actor.must(ledger.permission)
    question = asking.question(ledger, task.actor, task.arguments["asked"])
    try:
        return ledger, question, asking.read(question)
    except asking.NotAsked as error:
        raise next(iter(error.refusals.values())) from error


def _write(
    task: Task,
    path: Path,
    question: asking.Question,
    asked: asking.Asked,
    form: str,
    encoding: str,
    code: str,
) -> making.Made:
    with db.transaction("read"), path.open("wb") as file:
        return making.make_file(
            file,
            task.actor,
            question,
            asked,
            form=form,
            encoding=encoding,
            check_code=code,
            advance=lambda rows, *_pages: task.advance(rows),
        )


registry.define_job(
    actions.MAKE_LEDGER, N_("生成台账文件"), run, permission="ledgers.read_ledger", attempts=3, minutes=30
)
