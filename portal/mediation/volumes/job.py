"""Binding a volume (`mediation.bind_volume`): papers that are not made yet are made, scans are laid on A4, everything is numbered
and bound into one file, which is kept sealed. The edition counts from the end of the job on, or not at all.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pikepdf import PdfError

from portal import clock
from portal.db import session, transaction
from portal.documents import installation
from portal.documents.actions.making import Claim, retry_document
from portal.documents.bulk import queries as bulk
from portal.documents.bulk.masters import make_masters
from portal.documents.bulk.pool import RenderPool
from portal.documents.fonts import FontsMissing
from portal.documents.models import Document
from portal.documents.portions import portions
from portal.documents.render import EngineMissing, PaperBroken
from portal.errors import N_, RuleBroken
from portal.files import made
from portal.files.actions import open_file
from portal.files.models import StoredFile
from portal.jobs import registry
from portal.jobs.running import Task
from portal.mediation.actions.moves import note_event
from portal.mediation.volumes import binding, papers, queries, scans
from portal.mediation.volumes.actions.binding import KIND
from portal.mediation.volumes.binding import PAPER_NOTES, Bundle
from portal.mediation.volumes.contents import PAPER, Sheet
from portal.mediation.volumes.models import VolumeEdition
from portal.mediation.volumes.plan import Planned, paged, plan

READING, BINDING = N_("读取文书和扫描件"), N_("编页、装订")
LOADED = 20
PURPOSE = "mediation.volume"
PAPER_FILE = "{number} {title}.pdf"
PAPER_EDITION = "{number}　第 {edition} 次装订，共 {pages} 页"


@dataclass(frozen=True)
class _Source:
    """One sheet's bytes, read; `is_picture` is whether they are a scan without any text."""

    sheet: Sheet
    content: bytes
    is_pdf_scan: bool = False


def run(task: Task) -> None:
    """One attempt at a binding; raises RuleBroken when something that was there is gone."""
    edition_id = int(task.arguments["edition"])
    with transaction("read"):
        planned, number = _plan(edition_id)
    _make(task, planned.document_ids)
    sources = _read(task, planned)
    target = task.folder / f"volume-{edition_id}.pdf"
    task.advance(len(sources), len(sources), BINDING)
    try:
        facts, bound = _bind(planned, sources, target)
        kept = made.write_made(target.read_bytes())
    except (EngineMissing, FontsMissing) as error:
        raise RuleBroken(
            None, N_("这台服务器现在不能制作文书，请联系系统管理员：%(reason)s"), reason=str(error)
        ) from error
    except (PaperBroken, PdfError) as error:
        raise RuleBroken(None, N_("卷宗没有装成：%(reason)s"), reason=str(error)) from error
    finally:
        target.unlink(missing_ok=True)
    catalogue = {"groups": [_plain(group) for group in facts.groups], "cases": planned.digests}

    def keep() -> None:
        file = made.enter_made(
            task.actor,
            kept,
            name=PAPER_FILE.format(number=number, title=facts.title),
            media_type="application/pdf",
            purpose=PURPOSE,
            pages=bound.pages,
        )
        _enter(task, edition_id, file, bound.numbered, catalogue)

    task.at_end(keep)


def _plain(group: papers.CatalogueGroup) -> dict[str, Any]:
    return {"heading": group.heading, "lines": [asdict(line) for line in group.lines]}


def _plan(edition_id: int) -> tuple[Planned, str]:
    edition = queries.find_edition(edition_id)
    if edition is None or edition.state != "asked":
        raise RuleBroken(None, N_("这次装订已经取消或者完成。"))
    planned = plan(edition.volume)
    for one in planned.contents:
        if one.missing:
            words = "".join(missing.words % missing.params for missing in one.missing)
            raise RuleBroken(None, N_("不能装订，必须有的材料不齐：%(what)s"), what=words)
    return planned, edition.volume.number


def _make(task: Task, document_ids: Sequence[int]) -> None:
    """Make what the render worker has not made yet, and try again what failed before."""
    with transaction("read"):
        failed, waiting = bulk.list_failed(document_ids), bulk.list_waiting(document_ids)
    if failed and not task.notes.get("retried"):
        with task.transaction():
            for key in bulk.list_failed(document_ids):
                retry_document(task.actor, session.get_one(Document, key))
            task.remember(retried=True)
    if not failed and not waiting:
        return
    pool: RenderPool[Claim] = RenderPool(installation.current().instance)
    try:
        with pool:
            make_masters(task, document_ids, pool)
    except (EngineMissing, FontsMissing) as error:
        raise RuleBroken(
            None, N_("这台服务器现在不能制作文书，请联系系统管理员：%(reason)s"), reason=str(error)
        ) from error


def _read(task: Task, planned: Planned) -> list[_Source]:
    contents: dict[int, bytes] = {}
    for few in portions(planned.document_ids, LOADED):
        with transaction("read"):
            contents.update(bulk.load_contents(few))
    found: list[_Source] = []
    for sheet in planned.sheets:
        task.advance(len(found), len(planned.sheets), READING)
        if sheet.source == PAPER:
            if sheet.key not in contents:
                raise RuleBroken(
                    None,
                    N_("文书“%(name)s”没有制作成功或者已损坏，请先在文书页面查看。"),
                    name=f"{sheet.title} {sheet.note}".strip(),
                )
            found.append(_Source(sheet, contents[sheet.key]))
        else:
            found.append(_scan(sheet, planned.turns.get(sheet.key, 0)))
    return found


def _scan(sheet: Sheet, turn: int) -> _Source:
    with transaction("read"):
        stored = session.get_one(StoredFile, sheet.key)
        content, is_pdf = open_file(stored), stored.media_type == "application/pdf"
    pages = scans.pdf_pages(content, turn) if is_pdf else scans.picture_pages(content, turn)
    target = io.BytesIO()
    with pages:
        pages.save(target)
    return _Source(sheet, target.getvalue(), is_pdf)


def _bind(
    planned: Planned, sources: Sequence[_Source], path: Path
) -> tuple[papers.VolumeFacts, binding.Bound]:
    facts = planned.facts
    notes = papers.draw("notes", facts) if facts.unusual else b""
    counts = [binding.count_pages(one.content) for one in sources]
    facts = paged(planned, counts, binding.count_pages(notes) if notes else 0)
    bound = binding.bind(
        path,
        title=f"{facts.number} {facts.title}",
        cover=papers.draw("cover", facts),
        catalogue=papers.draw("catalogue", facts),
        bundles=_bundles(facts, sources, notes),
        numbers=papers.draw_numbers(facts.count),
        back=papers.draw("back", facts),
        is_searchable=not any(one.is_pdf_scan for one in sources),
    )
    return facts, bound


def _bundles(facts: papers.VolumeFacts, sources: Sequence[_Source], notes: bytes) -> list[Bundle]:
    """The lines of the catalogue with their pages; in a joint volume each case has a bookmark above its own."""
    found, left = [], list(sources)
    for group in facts.groups:
        is_joint = bool(group.heading) and group.heading != PAPER_NOTES
        if is_joint:
            found.append(Bundle(group.heading, b""))
        for line in group.lines:
            content = notes if line.name == PAPER_NOTES and not left else left.pop(0).content
            found.append(Bundle(f"{line.pages} {line.name}", content, 1 if is_joint else 0))
    return found


def _enter(task: Task, edition_id: int, file: StoredFile, numbered: int, catalogue: dict[str, Any]) -> None:
    """Let the edition count, in the transaction that ends the job."""
    edition = session.get_one(VolumeEdition, edition_id)
    volume = edition.volume
    edition.state, edition.file, edition.pages = "bound", file, numbered
    edition.catalogue, edition.made_at = catalogue, clock.now()
    volume.edition = edition.edition
    volume.touch()
    session.flush()
    note = PAPER_EDITION.format(number=volume.number, edition=edition.edition, pages=numbered)
    for case in volume.cases:
        note_event(task.actor, case, verb="bind_volume", note=note)


registry.define_job(KIND, N_("装订卷宗"), run, permission=KIND, attempts=3, minutes=60.0)
