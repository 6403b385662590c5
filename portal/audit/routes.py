"""The auditor's pages: the trail, and the proof that its chain is whole. They count nobody's work."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, request
from flask_babel import gettext as _

from portal import audit
from portal.audit import queries, words
from portal.errors import N_
from portal.web import navigation
from portal.web.access import current_actor, reads, requires
from portal.web.addresses import number_of
from portal.web.forms import EmptyForm
from portal.web.htmx import render

blueprint = Blueprint("audit", __name__)
PAGE = 50
BROKEN = {
    "an entry is missing": N_("缺少一条记录"),
    "the entry does not match its link": N_("记录内容与链条不符，可能被改动"),
    "the end of the chain was cut": N_("链条末尾的记录被删除"),
}

navigation.add("audit.read_trail", label=N_("操作留痕"), group=N_("审计"), order=910)
navigation.add("audit.verify_chain", label=N_("核验留痕"), group=N_("审计"), order=920)


@blueprint.get("/audit")
@requires("audit.read_trail")
def read_trail() -> str:
    """The newest entries first, narrowed by verb, person and days."""
    asked = {
        name: request.args.get(name, "").strip()[:100] for name in ("verb", "name", "first", "last", "before")
    }
    before = number_of(asked["before"])
    entries = queries.list_entries(
        verb=asked["verb"],
        name=asked["name"],
        first=_day(asked["first"]),
        last=_day(asked["last"]),
        before=before,
        limit=PAGE + 1,
    )
    return render(
        "audit/read_trail.html",
        block="list",
        entries=entries[:PAGE],
        older=entries[PAGE - 1].sequence if len(entries) > PAGE else None,
        is_older_page=before is not None,
        asked=asked,
        verbs=[("", _("全部操作")), *((code, f"{_(label)}") for code, label in words.verbs().items())],
        units=words.unit_names(),
        words=words,
    )


@blueprint.route("/audit/verify", methods=["GET", "POST"])
@requires("audit.verify_chain")
@reads
def verify_chain() -> tuple[str, int]:
    """Walk the whole chain when asked, and say what was found."""
    form, report = EmptyForm(), None
    if form.accepts():
        report = queries.verify_chain()
        audit.record_afterwards(
            current_actor(), "audit.verify_chain", links=report.links, broken_at=report.broken_at
        )
    return render("audit/verify_chain.html", form=form, report=report, reasons=BROKEN), form.status


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 9000 else None
