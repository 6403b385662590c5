"""At the table: the page on which a session or a questioning is written while people talk, and how it keeps itself.

Saving puts two writers' texts together by line and takes nothing from either, so it asks for no version.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.mediation.documents import side_word
from portal.mediation.records import forms, queries, sums
from portal.mediation.records.actions import asking, clauses, sessions
from portal.mediation.records.lines import Merged, Typed, clean_page, new_key
from portal.mediation.records.models import Investigation, MediationSession
from portal.mediation.records.routes.desk import Answer, around, blueprint, sentence_of
from portal.mediation.records.wording import PAPER_ANSWER, PAPER_QUESTION, PAPER_REMARK, PAPER_SPEAKERS
from portal.web.access import current_actor, repeatable, requires
from portal.web.addresses import number_of
from portal.web.carrying_out import carry_out
from portal.web.htmx import go_to, render

Record = MediationSession | Investigation


@dataclass(frozen=True)
class Desk:
    """What the page does for one kind of record: who may speak, how it is kept, and where it leads."""

    write: Callable[..., Merged]
    speakers: Callable[[Any], list[str]]
    turns: Callable[[Any], list[str]]
    has_result: bool
    endpoint: str
    finish: str
    read: str
    key: str

    def href(self, endpoint: str, one: Record) -> str:
        """An address of this record."""
        address: dict[str, Any] = {self.key: one.id}
        return url_for("." + endpoint, **address)


def speakers_of(one: MediationSession) -> list[str]:
    """Who may speak in a session, as the record names them."""
    found = [PAPER_SPEAKERS["mediator"] + mediator.name for mediator in one.mediators]
    found += [f"{side_word(party)}{party.name}" for party in one.parties]
    found += [PAPER_SPEAKERS["agent"] + row.agent.name for row in one.attendances if row.agent]
    found += [
        PAPER_SPEAKERS["participant"] + row.participant.name for row in one.attendances if row.participant
    ]
    return [*found, PAPER_REMARK]


def turns_of(one: MediationSession) -> list[str]:
    """Who is proposed in turn: whoever leads opens, then each party, in its absence the agent who came for it."""
    came = {row.agent.party_id: row.agent.name for row in one.attendances if row.agent}
    there = {party.id for party in one.parties}
    found = [PAPER_SPEAKERS["mediator"] + mediator.name for mediator in one.mediators[:1]]
    for party in one.case.dispute.parties:
        if party.id in there:
            found.append(f"{side_word(party)}{party.name}")
        elif party.id in came:
            found.append(PAPER_SPEAKERS["agent"] + came[party.id])
    return found


SESSION = Desk(
    sessions.write_session,
    speakers_of,
    turns_of,
    True,
    "write_session",
    "finish_session",
    "read_session",
    "session_id",
)
ASKING = Desk(
    asking.write_investigation,
    lambda one: [PAPER_QUESTION, PAPER_ANSWER, PAPER_REMARK],
    lambda one: [PAPER_QUESTION, PAPER_ANSWER],
    False,
    "write_investigation",
    "finish_investigation",
    "read_investigation",
    "investigation_id",
)


@blueprint.route("/mediation/sessions/<int:session_id>/table", methods=["GET", "POST"])
@requires("mediation.mediate")
def write_session(session_id: int) -> Answer:
    """Write a session's record."""
    return _table_page(SESSION, queries.get_record(current_actor(), MediationSession, session_id))


@blueprint.post("/mediation/sessions/<int:session_id>/table/autosave")
@requires("mediation.mediate")
@repeatable
def autosave_session(session_id: int) -> str:
    """Keep a session's text while its writer pauses."""
    return _keep(SESSION, queries.get_record(current_actor(), MediationSession, session_id))


@blueprint.route("/mediation/investigations/<int:investigation_id>/table", methods=["GET", "POST"])
@requires("mediation.mediate")
def write_investigation(investigation_id: int) -> Answer:
    """Write the questions and answers of an investigation."""
    return _table_page(ASKING, queries.get_record(current_actor(), Investigation, investigation_id))


@blueprint.post("/mediation/investigations/<int:investigation_id>/table/autosave")
@requires("mediation.mediate")
@repeatable
def autosave_investigation(investigation_id: int) -> str:
    """Keep an investigation's text while its writer pauses."""
    return _keep(ASKING, queries.get_record(current_actor(), Investigation, investigation_id))


def _table_page(desk: Desk, one: Record) -> Answer:
    actor = current_actor()
    if one.is_finished and request.method == "GET":
        return go_to(desk.href(desk.read, one))
    form = _text_form(desk, one)
    here = desk.href(desk.endpoint, one)

    def act() -> str:
        wanted = request.form.get("do", "save")
        typed = list(form.lines.data)
        if wanted == "clause":
            typed.append(_clause_line(actor, desk, one, form))
        merged = desk.write(
            actor,
            one,
            typed=typed,
            page=clean_page(form.page.data or ""),
            is_draft=wanted in ("clause", "more"),
        )
        _tell_merged(merged)
        return wanted

    def after(wanted: str) -> str:
        if wanted == "finish":
            return desk.href(desk.finish, one)
        return here + ("#last" if wanted in ("clause", "more") else "")

    return carry_out(
        form,
        act,
        show=lambda: render(
            "mediation/records/table.html",
            form=form,
            one=one,
            desk=desk,
            wrong=_wrong_line(form),
            office_time=clock.office_time,
            **around(one.case),
        ),
        to=after,
        done=lambda wanted: _("已保存。") if wanted == "save" else "",
    )


def _keep(desk: Desk, one: Record) -> str:
    """Keep what was typed, and answer with a line that says since when, and what is to be minded."""
    form = _text_form(desk, one)
    merged = None
    if form.accepts():
        with form.refusals():
            page = clean_page(form.page.data or "")
            merged = desk.write(current_actor(), one, typed=form.lines.data, page=page, is_draft=True)
    wrong = _wrong_line(form)
    return render(
        "mediation/records/autosaved.html",
        form=form,
        merged=merged,
        wrong=wrong[1] if wrong else "",
        saved_at=clock.office_time().strftime("%H:%M:%S"),
    )


def _text_form(desk: Desk, one: Record) -> forms.TextForm:
    form = forms.TextForm(lines=one.lines, version=str(one.version))
    form.lines.speakers, form.lines.turns = desk.speakers(one), desk.turns(one)
    listed = queries.list_clauses(one.case.committee_id)
    form.clause.choices = [("", _("选一条")), *((str(clause.id), clause.title) for clause in listed)]
    return form


def _wrong_line(form: forms.TextForm) -> tuple[str, str] | None:
    """The key of the first line whose figures and capitals differ, with the sentence."""
    for number, line in enumerate(form.lines.data, 1):
        try:
            sums.must_agree(line.what, "lines", number)
        except RuleBroken as error:
            return line.key, sentence_of(error)
    return None


def _clause_line(actor: Actor, desk: Desk, one: Record, form: forms.TextForm) -> Typed:
    """A common clause as a line behind what was typed, its sum in figures and capitals."""
    key = number_of(form.clause.data)
    if not key:
        raise RuleBroken("clause", N_("请先选一条常用条款。"))
    clause = queries.get_clause(actor, one.case.committee, key)
    return Typed(new_key(), desk.speakers(one)[0], clauses.fill_clause(clause, form.amount.data or ""))


def _tell_merged(merged: Merged) -> None:
    if merged.clashes:
        flash(
            _("有几行您和另一位记录人都改了，两份都留着，标有“另一份记录”，请核对后删去不要的。"), "warning"
        )
    elif merged.has_others:
        flash(_("已和另一位记录人写的合在一起，两边的内容都在。"), "info")
