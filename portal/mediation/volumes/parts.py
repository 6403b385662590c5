"""What volumes add to the page of a case: what of the volume is there and what is missing, and the pages of its verbs."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext

from portal import clock
from portal.actor import Actor
from portal.errors import N_
from portal.mediation import parts
from portal.mediation.models import MediationCase
from portal.mediation.parts import Next, Work
from portal.mediation.volumes import items, queries
from portal.mediation.volumes.contents import Contents, contents_of, is_simple_oral, needs
from portal.mediation.volumes.models import Volume
from portal.mediation.volumes.plan import holds_all

SHOWN_IN = frozenset(
    {"performing", "breached", "performed", "told_to_sue", "withdrawn", "terminated", "closed", "archived"}
)


def join() -> None:
    """Register everything; may be called again."""
    parts.add_part("volume", 600, _load)
    parts.take_verb("archive_case", "mediation_volumes.archive_case")
    parts.add_next("volume", 600, _next)


def rows_of(contents: Contents) -> list[dict[str, Any]]:
    """Each place of the volume: its papers, whether it must be there, and what is missing with the page where it is made."""
    case, day = contents.case, clock.today()
    missing: dict[str, list[str]] = {}
    hrefs: dict[str, str] = {}
    for one in contents.missing:
        missing.setdefault(one.item, []).append(gettext(one.words, **one.params))
        if one.endpoint:
            hrefs[one.item] = url_for(one.endpoint, case_id=case.id)
    rows: list[dict[str, Any]] = []
    number = 0
    for item in items.ITEMS:
        sheets, lacks = contents.of(item.code), missing.get(item.code, [])
        if item.code == "session" and contents.wants_reason:
            lacks = [*lacks, gettext("缺人民调解记录；确实没有的，装订时在情况说明中写明原因。")]
        if sheets or lacks or needs(item, case, day):
            rows.append(
                {
                    "item": item,
                    "number": "" if item.number == number else str(item.number),
                    "sheets": sheets,
                    "lacks": lacks,
                    "href": hrefs.get(item.code, ""),
                    "must": item.need == items.ONE_OF_TWO or needs(item, case, day),
                }
            )
            number = item.number
    return rows


def _load(actor: Actor, case: MediationCase) -> tuple[str, dict[str, Any]] | None:
    if case.state not in SHOWN_IN:
        return None
    contents, volume = contents_of(case), queries.find_volume(case)
    return "mediation/volumes/case_part.html", {
        "rows": rows_of(contents),
        "missing": len(contents.missing),
        "originals": contents.originals,
        "wants_reason": contents.wants_reason,
        "volume": volume,
        "is_whole": volume is not None and holds_all(volume, contents),
        "may_bind": actor.can("mediation.bind_volume"),
        "is_simple": is_simple_oral(case),
    }


def _next(actor: Actor, case: MediationCase) -> Next | None:
    """A closed case waits for its volume, then for its filing."""
    if case.state != "closed" or not actor.can("mediation.bind_volume"):
        return None
    contents, volume = contents_of(case), queries.find_volume(case)
    if contents.missing:
        look = Work(N_("看缺什么"), url_for("mediation.read_case", case_id=case.id, _anchor="volume"))
        return Next(
            N_("已结案。卷内必须有的材料还缺 %(n)s 项，补齐以后装订。"), {"n": len(contents.missing)}, (look,)
        )
    return _to_bind(case, contents, volume)


def _to_bind(case: MediationCase, contents: Contents, volume: Volume | None) -> Next:
    bind = Work(N_("装订卷宗"), url_for("mediation_volumes.bind_case", case_id=case.id))
    if volume is not None and volume.kind == "joint":
        bind = Work(N_("合订卷"), url_for("mediation_volumes.read_volume", volume_id=volume.id))
    if volume is None or not volume.edition:
        if volume is not None and volume.asked is not None:
            look = Work(N_("看装订进度"), url_for("mediation_volumes.read_volume", volume_id=volume.id))
            return Next(N_("卷宗正在装订，装好以后归档。"), {}, (look,))
        return Next(N_("已结案，材料齐全。下一步装订卷宗。"), {}, (bind,))
    if not holds_all(volume, contents):
        return Next(N_("装订以后材料有变动，请重新装订。"), {}, (bind,))
    file = Work(N_("归档"), url_for("mediation_volumes.archive_case", case_id=case.id))
    return Next(N_("卷宗已装订。下一步归档。"), {}, (file,))
