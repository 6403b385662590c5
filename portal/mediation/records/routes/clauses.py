"""The pages of a committee's common clauses, kept by its chair."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.errors import N_, NotFound
from portal.mediation.models import Committee
from portal.mediation.queries import find_own_committee
from portal.mediation.records import forms, queries
from portal.mediation.records.actions import clauses as actions
from portal.mediation.records.kinds import CLAUSE_PLACES
from portal.mediation.records.routes.desk import Answer, blueprint
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.carrying_out import carry_out
from portal.web.htmx import render

navigation.add("mediation_records.list_clauses", label=N_("常用条款"), group=N_("人民调解"), order=90)


@blueprint.get("/mediation/clauses")
@requires("mediation.keep_clauses")
def list_clauses() -> str:
    """The clauses that the committee offers at the table and in agreements."""
    committee = _committee()
    return render(
        "mediation/records/list_clauses.html",
        committee=committee,
        clauses=queries.list_clauses(committee.id),
        places=CLAUSE_PLACES,
    )


@blueprint.route("/mediation/clauses/new", methods=["GET", "POST"])
@requires("mediation.keep_clauses")
def add_clause() -> Answer:
    """Add one."""
    committee = _committee()
    form = forms.ClauseForm(version=str(committee.version))
    return _page(
        form,
        lambda: actions.add_clause(current_actor(), committee, version=form.seen_version, **_words(form)),
        _("已保存。"),
        _("新增常用条款"),
        url_for(".add_clause"),
    )


@blueprint.route("/mediation/clauses/<int:clause_id>/change", methods=["GET", "POST"])
@requires("mediation.keep_clauses")
def change_clause(clause_id: int) -> Answer:
    """Change one for the time to come."""
    actor = current_actor()
    clause = queries.get_clause(actor, _committee(), clause_id)
    form = forms.ClauseForm(obj=clause, version=str(clause.version))
    return _page(
        form,
        lambda: actions.change_clause(actor, clause, version=form.seen_version, **_words(form)),
        _("已保存。"),
        _("修改“%(title)s”", title=clause.title),
        url_for(".change_clause", clause_id=clause.id),
    )


@blueprint.route("/mediation/clauses/<int:clause_id>/retire", methods=["GET", "POST"])
@requires("mediation.keep_clauses")
def retire_clause(clause_id: int) -> Answer:
    """Offer one no more."""
    actor = current_actor()
    clause = queries.get_clause(actor, _committee(), clause_id)
    form = forms.PortalForm(version=str(clause.version))
    return _page(
        form,
        lambda: actions.retire_clause(actor, clause, version=form.seen_version),
        _("已停用。"),
        _("停用“%(title)s”", title=clause.title),
        url_for(".retire_clause", clause_id=clause.id),
        _("停用"),
        _("停用后不再供选择，已经写进记录和协议的不受影响。"),
    )


@blueprint.route("/mediation/clauses/suggest", methods=["GET", "POST"])
@requires("mediation.keep_clauses")
def suggest_clauses() -> Answer:
    """Begin with those that most committees use."""
    committee = _committee()
    form = forms.PortalForm(version=str(committee.version))
    return _page(
        form,
        lambda: actions.suggest_clauses(current_actor(), committee, version=form.seen_version),
        _("已加入常见条款，请按本委员会的习惯修改。"),
        _("加入常见条款"),
        url_for(".suggest_clauses"),
        _("加入"),
        _("加入一批常见的条款，加入后可以逐条修改、停用。"),
    )


def _page(
    form: forms.PortalForm,
    act: Callable[[], object],
    done: str,
    title: str,
    action: str,
    label: str = "",
    advice: str = "",
) -> Answer:
    return carry_out(
        form,
        act,
        show=lambda: render(
            "mediation/records/clause_form.html",
            form=form,
            title=title,
            action=action,
            label=label or _("保存"),
            advice=advice,
        ),
        to=url_for(".list_clauses"),
        done=done,
    )


def _words(form: forms.ClauseForm) -> dict[str, Any]:
    return {
        "place": form.place.data or "",
        "title": form.title.data or "",
        "body": form.body.data or "",
        "position": form.position.data or 0,
    }


def _committee() -> Committee:
    """The committee whose chair is signed in; raises NotFound for one who has none."""
    found = find_own_committee(current_actor())
    if found is None:
        raise NotFound
    return found
