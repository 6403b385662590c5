"""The bulk print itself (`documents.print_bulk`): make what is missing with all cores, merge it into one file, note it.

What is noted (a printing of each paper, or that each was taken) is stored with the end of the job, so that one that is
cancelled or breaks off notes nothing; only of very many papers it is stored in portions, just before.

A paper that cannot be had is named with the reason and the rest is delivered. After a crash the masters that were made are
there; the merging, which takes milliseconds a paper, begins anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial

from portal import clock
from portal.db import session, transaction
from portal.documents import installation
from portal.documents.actions.making import Claim, retry_document
from portal.documents.bulk import actions, queries
from portal.documents.bulk.masters import make_masters
from portal.documents.bulk.pool import RenderPool
from portal.documents.bulk.queries import Entry
from portal.documents.fonts import FontsMissing
from portal.documents.merging import SETS, Layout, Loose, NothingToMerge, merge
from portal.documents.models import Document
from portal.documents.portions import portions
from portal.documents.render import EngineMissing
from portal.errors import N_, RuleBroken
from portal.jobs import registry
from portal.jobs.running import Task

MERGING = N_("合并文件")
NOTING = N_("登记打印")
LOADED = 20
RETRIED = 100
NOTED = 200
AT_ONCE = 2000  # papers that are noted in the transaction that ends the job: about 0.07 s for 200
GONE = N_("不在您的岗位可以查看的范围内，没有打印。")
LOST = N_("文件与制作时的校验值不一致，没有打印。请立即联系系统管理员。")
TOO_LATE = N_("合并之后已更正或作废，请从打印件中抽出这一份。")
NOT_VALID = {"void": N_("已作废，没有打印。"), "replaced": N_("已更正，没有打印。")}
FAILED = "没有制作成功：{reason}"


def run(task: Task) -> None:
    """One attempt at a bulk print; raises RuleBroken when not one paper can be delivered."""
    asked: list[int] = task.arguments["documents"]
    valid = [entry.document_id for entry in _survey(task, asked) if entry.status == "valid"]
    _retry(task, valid)
    _make(task, valid)
    entries = _survey(task, asked)
    printed = [entry for entry in entries if entry.status == "valid" and entry.is_made]
    task.report(_problems(asked, entries))
    merged = _merge(task, printed)
    with transaction("read"):
        late = queries.list_not_valid([entry.document_id for entry in merged])
    task.report({"what": entry.name, "why": TOO_LATE} for entry in merged if entry.document_id in late)
    _note(task, [entry.document_id for entry in merged])


def _survey(task: Task, document_ids: Sequence[int]) -> list[Entry]:
    with transaction("read"):
        return queries.list_entries(task.actor, document_ids)


def _retry(task: Task, document_ids: Sequence[int]) -> None:
    """Let what could not be made before be tried again, once a job: what fails in this one stays failed."""
    if task.notes.get("retried"):
        return
    with transaction("read"):
        failed = queries.list_failed(document_ids)
    for few in portions(failed, RETRIED):
        with task.transaction():
            for key in queries.list_failed(few):
                retry_document(task.actor, session.get_one(Document, key))
    task.remember(retried=True)


def _make(task: Task, document_ids: Sequence[int]) -> None:
    pool: RenderPool[Claim] = RenderPool(installation.current().instance)
    try:
        with pool:
            make_masters(task, document_ids, pool)
    except (EngineMissing, FontsMissing) as error:
        raise RuleBroken(
            None, N_("这台服务器现在不能制作文书，请联系系统管理员：%(reason)s"), reason=str(error)
        ) from error


def _problems(asked: Sequence[int], entries: Sequence[Entry]) -> Iterator[dict[str, str]]:
    """What is left out, and why."""
    known = {entry.document_id for entry in entries}
    for key in asked:
        if key not in known:
            yield {"what": f"#{key}", "why": GONE}
    for entry in entries:
        if entry.status != "valid":
            yield {"what": entry.name, "why": NOT_VALID[entry.status]}
        elif not entry.is_made:
            yield {"what": entry.name, "why": FAILED.format(reason=entry.reason)}


def _merge(task: Task, entries: Sequence[Entry]) -> list[Entry]:
    """Write the merged file; gives the papers that are in it."""
    layout = Layout(**task.arguments["layout"])
    sets = layout.copies if layout.order == SETS else 1
    lost: dict[int, Entry] = {}
    title = str(task.arguments["title"])
    task.advance(0, len(entries) * sets, MERGING)
    try:
        with task.result(f"{title}.pdf", "application/pdf") as path:
            merge(lambda: _load(entries, lost), path, title=title, layout=layout, advance=task.advance)
    except NothingToMerge as error:
        raise RuleBroken(None, N_("没有一份文书可以打印，原因见明细。")) from error
    finally:
        task.report({"what": entry.name, "why": LOST} for entry in lost.values())
    return [entry for entry in entries if entry.document_id not in lost]


def _load(entries: Sequence[Entry], lost: dict[int, Entry]) -> Iterator[Loose]:
    """The masters a few at a time, in order; those that are not what was stored go into `lost`."""
    for start in range(0, len(entries), LOADED):
        few = entries[start : start + LOADED]
        with transaction("read"):
            contents = queries.load_contents(entry.document_id for entry in few)
        for entry in few:
            content = contents.pop(entry.document_id, None)
            if content is None:
                lost[entry.document_id] = entry
            else:
                yield Loose(content, entry.paper_format, entry.name)


def _note(task: Task, document_ids: Sequence[int]) -> None:
    """Count a printing of each, or note that each was taken: with the end of the job, or, of very many, in portions.

    Portions all bear one instant, by which a later attempt knows what was counted; nobody is asked about cancelling between
    two of them, for that would leave some counted of a file that nobody gets.
    """
    task.advance(len(document_ids), len(document_ids), NOTING)
    if len(document_ids) > AT_ONCE and "counted_at" not in task.notes:
        task.remember(counted_at=clock.now().isoformat())
    at = dt.datetime.fromisoformat(task.notes.get("counted_at") or clock.now().isoformat())

    copies = Layout(**task.arguments["layout"]).copies

    def note(few: Sequence[int]) -> None:
        if task.arguments["is_counted"]:
            actions.count_bulk_prints(task.actor, few, at=at, copies=copies)
        else:
            actions.note_bulk_reading(task.actor, few)

    for few in portions(document_ids, NOTED):
        if len(document_ids) <= AT_ONCE:
            task.at_end(partial(note, few))
            continue
        with task.transaction():
            note(few)


registry.define_job(
    actions.KIND, N_("批量打印"), run, permission="documents.print_bulk", attempts=5, minutes=120.0
)
