"""The history of a resident in words: what each line says, and each changed field before and after, numbers masked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.errors import N_
from portal.residents.models import ResidentRevision
from portal.residents.queries.masks import MaskWidths
from portal.standards.codes import ETHNIC_GROUPS, SEX, label_of
from portal.standards.identity import mask_identity
from portal.standards.papers import PAPERS
from portal.standards.phones import mask_phone

VERBS: dict[str, str] = {
    "register_resident": N_("登记"),
    "correct_resident": N_("更正"),
    "add_paper": N_("登记证件"),
    "record_death": N_("登记死亡"),
    "cancel_death": N_("撤销死亡登记"),
    "merge_residents": N_("并入另一条记录"),
    "merged_away": N_("并入本记录前的档案被并走"),
    "undo_merge": N_("撤销合并"),
}
TONES = {"record_death": "bad", "cancel_death": "warn", "merge_residents": "warn", "undo_merge": "warn"}
FIELDS: dict[str, str] = {
    "name": N_("姓名"),
    "sex": N_("性别"),
    "birth_date": N_("出生日期"),
    "ethnic_group": N_("民族"),
    "phone": N_("联系电话"),
    "household_address": N_("户籍地址"),
    "address": N_("现住址"),
    "grid_id": N_("所在网格"),
    "no_document_reason": N_("没有证件的原因"),
    "guardian": N_("监护人"),
    "death_date": N_("死亡日期"),
    "death_source": N_("死亡依据"),
}


@dataclass(frozen=True)
class FieldChange:
    """One field before and after; `label`, `before` and `after` may be marked texts."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryLine:
    """One change; `title` is a marked text."""

    at: dt.datetime
    title: str
    who: str
    reason: str
    tone: str
    changes: tuple[FieldChange, ...]
    is_undone: bool


def describe(
    revisions: Sequence[ResidentRevision], *, widths: MaskWidths, grids: Mapping[int, str]
) -> list[HistoryLine]:
    """The lines of a history in the order given; `grids` names units by their keys."""
    return [
        HistoryLine(
            at=r.at,
            title=VERBS.get(r.verb, r.verb),
            who=r.account_name,
            reason=r.reason,
            tone=TONES.get(r.verb, "neutral"),
            changes=tuple(_changes(r, widths, grids)),
            is_undone=r.undone_at is not None,
        )
        for r in revisions
    ]


def _changes(revision: ResidentRevision, widths: MaskWidths, grids: Mapping[int, str]) -> list[FieldChange]:
    kept = revision.changes or {}
    before, after = kept.get("before", {}), kept.get("after", {})
    names = [name for name in FIELDS if name in before or name in after]
    found = [
        FieldChange(FIELDS[n], _show(n, before.get(n), grids), _show(n, after.get(n), grids)) for n in names
    ]
    paper = kept.get("paper")
    if paper:
        found.append(FieldChange(N_("证件"), _paper(paper["old"], widths), _paper(paper["new"], widths)))
    return found


def _show(name: str, value: object, grids: Mapping[int, str]) -> str:
    if value is None or value == "":
        return ""
    if name == "phone":
        return mask_phone(str(value))
    if name == "sex":
        return label_of(SEX, str(value))
    if name == "ethnic_group":
        return label_of(ETHNIC_GROUPS, str(value))
    return grids.get(int(str(value)), "") if name == "grid_id" else str(value)


def _paper(paper: Sequence[str] | None, widths: MaskWidths) -> str:
    if not paper:
        return ""
    kind, number = paper
    known = PAPERS.get(kind)
    return f"{known.label if known else kind} {mask_identity(number, widths.first, widths.last)}"
