"""A ledger as a file: a short one at once, a long one as a job that is asked for by POST. No half file is ever sent."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import BinaryIO

from flask import Response, current_app, request, send_file, url_for
from flask.typing import ResponseReturnValue

from portal import db, settings
from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.jobs.endings import is_disk_full
from portal.ledgers import actions, asking, making, prints, queries
from portal.ledgers.definition import Measure
from portal.ledgers.forms import MakeLedgerForm
from portal.ledgers.heading import told_of
from portal.ledgers.making import Made
from portal.ledgers.routes.base import blueprint, open_ledger
from portal.ledgers.routes.pages import show_page
from portal.web.access import requires
from portal.web.htmx import go_to

TOO_LONG = N_("共 %(rows)s 行，超过直接生成的 %(most)s 行。请由系统在后台生成，完成后到“我的任务”下载。")
BUSY = N_("同时生成台账的人较多，没有轮到。请稍等几秒再试，或由系统在后台生成。")
DISK_FULL = N_("服务器的磁盘已满，没有生成文件。请联系系统管理员。")
RETRY_SECONDS = "5"


@blueprint.get("/ledgers/<string(maxlength=40):name>.xlsx")
@requires("ledgers.read_ledger")
def export_ledger(name: str) -> ResponseReturnValue:
    """The ledger as a workbook."""
    return _file(name, "xlsx")


@blueprint.get("/ledgers/<string(maxlength=40):name>.csv")
@requires("ledgers.read_ledger")
def export_text(name: str) -> ResponseReturnValue:
    """The ledger as CSV, in UTF-8 with a byte order mark, or in GB18030 with `?encoding=gb18030`."""
    encoding = request.args.get("encoding", "").lower()
    return _file(name, "csv", encoding if encoding in making.ENCODINGS else making.UTF_8)


@blueprint.get("/ledgers/<string(maxlength=40):name>.pdf")
@requires("ledgers.read_ledger")
def print_ledger(name: str) -> ResponseReturnValue:
    """The ledger as a paper, whose pages can be proven afterwards."""
    return _file(name, "pdf")


@blueprint.post("/ledgers/<string(maxlength=40):name>/make")
@requires("ledgers.read_ledger")
def make_ledger(name: str) -> ResponseReturnValue:
    """Ask for a ledger of any length as a job; what is asked stands in the address, as for the page."""
    actor, question, asked = open_ledger(name)
    form = MakeLedgerForm()
    if form.accepts():
        with form.refusals():
            job = actions.make_ledger(
                actor,
                question.ledger,
                asked=asked,
                form=form.form.data,
                encoding=form.encoding.data or "",
                told=told_of(question, asked),
            )
            return go_to(url_for("jobs.show_job", job_id=job.id))
    unknown = RuleBroken(None, N_("请从所列选项中选择。"))
    return show_page(question, {"": unknown}, asked=asked), 422


def _file(name: str, form: str, encoding: str = "") -> ResponseReturnValue:
    """The file, or the page with one sentence that says why there is none: 422 for too long a ledger or a character that
    cannot be printed, 503 when no turn came or this server cannot make it now.
    """
    actor, question, asked = open_ledger(name)
    measure = queries.measure(question.ledger, actor, asked)
    if not making.is_direct(form, measure.rows):
        most = settings.value(making.FORMS[form].setting)
        too_long = RuleBroken(None, TOO_LONG, rows=measure.rows, most=most)
        return _refuse(question, asked, measure, too_long, 422)
    try:
        with making.gate.turn():
            file, made = _made(lambda target: _make(target, actor, question, asked, form, encoding))
    except making.Busy:
        return _refuse(question, asked, measure, RuleBroken(None, BUSY), 503)
    except making.CannotPrint as error:
        current_app.logger.error("a ledger could not be printed: %s", error.__cause__)
        return _refuse(question, asked, measure, error, 503)
    except RuleBroken as error:
        return _refuse(question, asked, measure, error, 422)
    except OSError as error:
        if not is_disk_full(error):
            raise
        current_app.logger.error("a ledger could not be made: %s", error)
        return _refuse(question, asked, measure, RuleBroken(None, DISK_FULL), 503)
    return _send(file, actor, question, asked, form, encoding, made)


def _made(make: Callable[[BinaryIO], Made]) -> tuple[BinaryIO, Made]:
    """A file that has no name and is gone with its last reader; closed at once when the making fails."""
    file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  (the answer closes it)
    try:
        made = make(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file, made


def _make(
    target: BinaryIO, actor: Actor, question: asking.Question, asked: asking.Asked, form: str, encoding: str
) -> Made:
    code = prints.free_check_code() if form == "pdf" else ""
    return making.make_file(target, actor, question, asked, form=form, encoding=encoding, check_code=code)


def _send(
    file: BinaryIO,
    actor: Actor,
    question: asking.Question,
    asked: asking.Asked,
    form: str,
    encoding: str,
    made: Made,
) -> Response:
    """The answer; its record is stored when the reading has ended, and if it cannot be, nothing is sent."""
    ledger, drawn = question.ledger, made.drawn

    def store() -> None:
        try:
            if drawn is not None:
                actions.store_print(actor, drawn)
            else:
                actions.note_export(actor, ledger, asked=asked, form=form, rows=made.rows)
        except BaseException:
            file.close()
            raise

    db.afterwards(store)
    answer = send_file(
        file,
        making.FORMS[form].media_type,
        as_attachment=form != "pdf",
        download_name=making.file_name(ledger, asked, form),
    )
    answer.headers["Content-Type"] = making.media_type(form, encoding)
    return answer


def _refuse(
    question: asking.Question, asked: asking.Asked, measure: Measure, error: RuleBroken, status: int
) -> ResponseReturnValue:
    """The page of the ledger with one sentence in place of the lines, and the ways to have the file made."""
    page = show_page(question, {"": error}, asked=asked, measure=measure, offers_jobs=status == 503)
    return page, status, {"Retry-After": RETRY_SECONDS} if status == 503 else {}
