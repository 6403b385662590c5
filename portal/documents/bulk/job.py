"""The bulk print itself (`documents.print_bulk`): make what is missing with all cores, merge it into one file, count it.

A paper that cannot be had is named with the reason and the rest is delivered. After a crash the masters that were made are
there; the merging, which takes milliseconds a paper, begins anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from portal import clock
from portal.db import transaction
from portal.documents import installation
from portal.documents.actions.making import Claim
from portal.documents.bulk import actions, queries
from portal.documents.bulk.masters import make_masters
from portal.documents.bulk.pool import RenderPool
from portal.documents.bulk.queries import Entry
from portal.documents.fonts import FontsMissing
from portal.documents.merging import SETS, Layout, Loose, NothingToMerge, merge
from portal.documents.render import EngineMissing
from portal.errors import N_, RuleBroken
from portal.jobs import registry
from portal.jobs.running import Task

MERGING = N_("合并文件")
COUNTING = N_("登记打印")
LOADED = 20
COUNTED = 200
GONE = N_("不在您的岗位可以查看的范围内，没有打印。")
LOST = N_("文件与制作时的校验值不一致，没有打印。请立即联系系统管理员。")
TOO_LATE = N_("合并之后已更正或作废，请从打印件中抽出这一份。")
NOT_VALID = {"void": N_("已作废，没有打印。"), "replaced": N_("已更正，没有打印。")}
FAILED = "没有制作成功：{reason}"


def run(task: Task) -> None:
    """One attempt at a bulk print; raises RuleBroken when not one paper can be delivered."""
    asked: list[int] = task.arguments["documents"]
    _make(task, [entry.document_id for entry in _survey(task, asked) if entry.status == "valid"])
    entries = _survey(task, asked)
    printed = [entry for entry in entries if entry.status == "valid" and entry.is_made]
    task.report(_problems(asked, entries))
    merged = _merge(task, printed)
    if task.arguments["is_counted"]:
        _count(task, merged)
    with transaction("read"):
        late = queries.list_not_valid([entry.document_id for entry in merged])
    task.report({"what": entry.name, "why": TOO_LATE} for entry in merged if entry.document_id in late)


def _survey(task: Task, document_ids: Sequence[int]) -> list[Entry]:
    with transaction("read"):
        return queries.list_entries(task.actor, document_ids)


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


def _count(task: Task, entries: Sequence[Entry]) -> None:
    """Count a printing of each, once: printings of this job all bear the same instant, which a later attempt knows."""
    if "counted_at" not in task.notes:
        task.remember(counted_at=clock.now().isoformat())
    at = dt.datetime.fromisoformat(task.notes["counted_at"])
    keys = [entry.document_id for entry in entries]
    for start in range(0, len(keys), COUNTED):
        task.advance(start, len(keys), COUNTING)
        with task.transaction():
            actions.count_bulk_prints(task.actor, keys[start : start + COUNTED], at=at)
    task.advance(len(keys), len(keys), COUNTING)


registry.define_job(
    actions.KIND, N_("批量打印"), run, permission="documents.print_bulk", attempts=5, minutes=120.0
)
