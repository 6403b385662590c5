"""A volume as its file is made of: the facts of its sheets, the lines of its catalogue with true page numbers, what is read
where. It reads records and writes nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from portal.mediation.agreements.actions.closing import last_day
from portal.mediation.models import MediationCase
from portal.mediation.volumes.binding import PAPER_NOTES
from portal.mediation.volumes.contents import PAPER, SCAN, Contents, Sheet, contents_of
from portal.mediation.volumes.models import Volume
from portal.mediation.volumes.papers import CatalogueGroup, CatalogueLine, VolumeFacts
from portal.mediation.volumes.queries import turns_of
from portal.units.queries import get_unit


@dataclass(frozen=True)
class Planned:
    """Everything that goes into a volume, in order: the cases' contents, and the facts of the sheets without page numbers.

    `digests` tells of each case (by its key as text) what was there, `turns` by how much a scan is turned.
    """

    contents: tuple[Contents, ...]
    facts: VolumeFacts
    digests: dict[str, str]
    turns: dict[int, int]

    @property
    def sheets(self) -> list[Sheet]:
        """Every paper and scan in order."""
        return [sheet for one in self.contents for sheet in one.sheets]

    @property
    def document_ids(self) -> list[int]:
        """The papers."""
        return [sheet.key for sheet in self.sheets if sheet.source == PAPER]

    @property
    def file_ids(self) -> list[int]:
        """The scans."""
        return [sheet.key for sheet in self.sheets if sheet.source == SCAN]


def plan(volume: Volume) -> Planned:
    """What the volume would be made of now."""
    contents = tuple(contents_of(case) for case in volume.cases)
    facts = facts_of(volume, contents)
    files = [sheet.key for one in contents for sheet in one.sheets if sheet.source == SCAN]
    digests = {str(one.case.id): digest_of(one) for one in contents}
    return Planned(contents, facts, digests, turns_of(files))


def digest_of(contents: Contents) -> str:
    """What tells whether anything of a case was added, taken out or turned since."""
    turned = sorted(turns_of([sheet.key for sheet in contents.sheets if sheet.source == SCAN]).items())
    return hashlib.sha256(f"{contents.digest}|{turned}".encode()).hexdigest()


def holds_all(volume: Volume, contents: Contents) -> bool:
    """Whether the bound file still holds everything that a case of it has."""
    edition = volume.current
    if edition is None:
        return False
    known = (edition.catalogue or {}).get("cases", {})
    return bool(known.get(str(contents.case.id)) == digest_of(contents))


def facts_of(volume: Volume, contents: tuple[Contents, ...]) -> VolumeFacts:
    """What the sheets say, but for the catalogue's page numbers."""
    cases = volume.cases
    mediators = list(dict.fromkeys(name for case in cases for name in mediators_of(case)))
    notes = [line for line in (volume.notes or "").splitlines() if line.strip()]
    unusual: list[str] = []
    for one in contents:
        prefix = f"{one.case.number or one.case.dispute.number}：" if len(contents) > 1 else ""
        unusual += [prefix + line for line in one.unusual]
    return VolumeFacts(
        office=get_unit(volume.unit_id).name_on(volume.bound_on),
        title=volume.title,
        number=volume.number,
        mediators="、".join(mediators),
        first=volume.period_first or min(case.accepted_on or case.applied_on for case in cases),
        last=volume.period_last or max(last_day(case) for case in cases),
        bound_by=volume.bound_by,
        bound_on=volume.bound_on,
        retention=volume.retention,
        remark=volume.remark,
        edition=volume.edition + 1,
        unusual=(*unusual, *notes),
    )


def mediators_of(case: MediationCase) -> list[str]:
    """Who mediated, the leader first."""
    rows = sorted(
        (row for row in case.mediators if row.role != "recorder" and row.until is None),
        key=lambda row: (row.role != "lead", row.id),
    )
    return [row.mediator.name for row in rows]


def paged(planned: Planned, counts: list[int], notes_pages: int) -> VolumeFacts:
    """The facts with the catalogue: `counts` are the pages of each sheet in order, numbered from 1 behind the catalogue."""
    groups, page, place = [], 1, 0
    for one in planned.contents:
        lines: list[CatalogueLine] = []
        for sheet in one.sheets:
            count = counts[place]
            lines.append(
                CatalogueLine(
                    position=len(lines) + 1, name=sheet.title, pages=span(page, count), note=sheet.note
                )
            )
            page, place = page + count, place + 1
        heading = ""
        if len(planned.contents) > 1:
            heading = f"{one.case.number or ''} {one.case.dispute.title}".strip()
        groups.append(CatalogueGroup(heading=heading, lines=tuple(lines)))
    if notes_pages:
        notes = CatalogueLine(position=_next(groups), name=PAPER_NOTES, pages=span(page, notes_pages))
        if len(planned.contents) > 1:
            groups.append(CatalogueGroup(heading=PAPER_NOTES, lines=(replace(notes, position=1),)))
        else:
            groups[-1] = replace(groups[-1], lines=(*groups[-1].lines, notes))
    return replace(planned.facts, groups=tuple(groups), count=sum(counts) + notes_pages)


def span(first: int, count: int) -> str:
    """3, or 3-5."""
    return str(first) if count <= 1 else f"{first}-{first + count - 1}"


def _next(groups: list[CatalogueGroup]) -> int:
    return len(groups[-1].lines) + 1
