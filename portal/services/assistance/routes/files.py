"""The files of supported households: their list, one with everything about it, its account, its printed forms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.accounts.queries import get_account
from portal.actor import Actor
from portal.errors import NotFound
from portal.files.actions import store_file
from portal.files.models import StoredFile
from portal.residents.models import Resident
from portal.residents.queries import lines_of
from portal.services.assistance import actions, documents, queries
from portal.services.assistance.changes import (
    CHANGE_STATES,
    CHANGE_TONES,
    FINDINGS,
    KINDS,
    REASONS,
    STATE_TONES,
)
from portal.services.assistance.forms import files as file_forms
from portal.services.assistance.holders import BASES
from portal.services.assistance.models import SupportFile
from portal.services.assistance.months import add_months, month_of
from portal.services.assistance.routes import file_parts
from portal.services.assistance.routes.base import Answer, blueprint
from portal.services.assistance.schemes import (
    AREAS,
    CATEGORIES,
    DECISION_KINDS,
    FILE_STATES,
    METHODS,
    SCHEMES,
    SHOWN_STATES,
    STANDING,
)
from portal.services.routes.hall import asked_words
from portal.standards.relations import RELATIONS
from portal.units.queries import list_units, visible_unit_ids
from portal.web.access import current_actor, repeatable, requires
from portal.web.addresses import asked_number, asked_page
from portal.web.htmx import go_to, render

MONTHS_SHOWN = 12
AGREEMENT = "assistance.agreement"


@blueprint.get("/assistance/files")
@requires("assistance.read_file")
def list_files() -> str:
    """Files by number or anybody's name, scheme, state and community."""
    actor = current_actor()
    state = request.args.get("state", "standing")
    scheme = request.args.get("scheme", "")
    asked: dict[str, Any] = {
        "text": asked_words("q"),
        "scheme": scheme if scheme in SCHEMES else "",
        "state": state if state in {"", "standing", *FILE_STATES} else "standing",
        "unit": asked_number("unit"),
    }
    states = STANDING if asked["state"] == "standing" else {asked["state"]} if asked["state"] else ()
    page = queries.list_files(
        actor,
        text=asked["text"],
        scheme=asked["scheme"],
        states=states,
        unit_id=asked["unit"],
        page=asked_page(),
    )
    return render(
        "services/assistance/files/list_files.html",
        block="listing",
        page=page,
        asked=asked,
        is_filtered=any((asked["text"], asked["scheme"], asked["unit"], asked["state"] != "standing")),
        communities=communities(actor),
        counts=queries.count_due_reviews(actor),
        waiting=queries.list_open_changes(actor),
        this_month=month_of(clock.today()),
        in_force=_in_force,
        **words(),
    )


@blueprint.get("/assistance/files/<int:file_id>")
@requires("assistance.read_file")
def read_file(file_id: int) -> str:
    """One household: who, by month; how much, by which decision; changes with hearings, reviews, what is owed."""
    actor = current_actor()
    file = queries.get_file(actor, file_id)
    month = month_of(clock.today())
    return render(
        "services/assistance/files/read_file.html",
        file=file,
        lines={line.id: line for line in lines_of(actor, [m.resident_id for m in file.members])},
        now=_in_force(file, month),
        coming=_in_force(file, add_months(month, 1)),
        months=_months(file, month),
        waiting=queries.find_open_change(file),
        changes=queries.changes_of(file),
        reviews=queries.reviews_of(file),
        dues=queries.open_dues(file),
        parts=file_parts.parts_of(actor, file),
        offered=[k for k in KINDS.values() if file.state in k.from_states],
        this_month=month,
        next_month=add_months(month, 1),
        **words(),
    )


@blueprint.get("/assistance/decisions/<int:decision_id>")
@requires("assistance.read_file")
def read_decision(decision_id: int) -> str:
    """One decision with its calculation sheet."""
    decision = queries.get_decision(decision_id)
    file = queries.get_file(current_actor(), decision.file_id)
    return render(
        "services/assistance/files/read_decision.html",
        file=file,
        decision=decision,
        lines=documents.calculation(decision),
        before=queries.decision_before(decision),
        **words(),
    )


@blueprint.post("/assistance/decisions/<int:decision_id>/letter")
@requires("assistance.issue_letter")
@repeatable
def issue_letter(decision_id: int) -> Answer:
    """Issue the written notice of a decision that has none."""
    actor = current_actor()
    decision = queries.get_decision(decision_id)
    file = queries.get_file(actor, decision.file_id)
    document = actions.issue_letter(actor, decision)
    flash(
        _("已出具%(title)s %(number)s，请打印交当事人。", title=document.title, number=document.number),
        "success",
    )
    return redirect(url_for(".read_file", file_id=file.id), 303)


@blueprint.post("/assistance/files/<int:file_id>/forms/<kind>")
@requires("assistance.print_form")
@repeatable
def print_form(file_id: int, kind: str) -> Answer:
    """Make a form with the household's facts on it, and show it for printing."""
    if kind not in {"exit", "review"}:
        raise NotFound
    actor = current_actor()
    document = actions.print_form(actor, queries.get_file(actor, file_id), kind=kind)
    return redirect(url_for("documents.show_document", document_id=document.id), 303)


@blueprint.route("/assistance/files/<int:file_id>/account", methods=["GET", "POST"])
@requires("assistance.change_account")
def change_account(file_id: int) -> Answer:
    """Enter or change the account; a number that fails the check is allowed after it was compared."""
    actor = current_actor()
    file = queries.get_file(actor, file_id)
    form = file_forms.ChangeAccountForm(
        bank=file.bank_name,
        account_holder=file.account_holder or file.head_name,
        account_relation=file.account_relation,
        account_basis=file.account_basis,
        version=str(file.version),
    )
    if form.accepts():
        with form.refusals():
            upload = form.agreement.data
            agreement = (
                store_file(
                    actor,
                    stream=upload.stream,
                    name=upload.filename,
                    purpose=AGREEMENT,
                    field="agreement",
                )
                if upload
                else None
            )
            actions.change_account(
                actor,
                file,
                version=form.seen_version,
                bank=actions.BankAccount(
                    form.bank.data or "",
                    form.account.data or "",
                    form.account_holder.data or "",
                    agreement or _kept_agreement(file, form.account_holder.data or ""),
                    form.account_relation.data or "",
                    form.account_basis.data or "",
                ),
                confirmed=bool(form.confirmed.data),
            )
            flash(_("发放账户已保存，下一个发放月份起使用。"), "success")
            return go_to(url_for(".read_file", file_id=file_id))
    page = render("services/assistance/files/change_account.html", file=file, form=form, **words())
    return page, form.status


def _kept_agreement(file: SupportFile, holder: str) -> StoredFile | None:
    """The scan that is kept already, while the account stays in the same name."""
    return file.account_agreement if holder.strip() == file.account_holder else None


def files_panel(actor: Actor, resident: Resident) -> dict[str, Any] | None:
    """The files that a person was ever in, for the resident's page; nothing where there is none."""
    if not actor.can("assistance.read_file"):
        return None
    visible = visible_unit_ids(actor)
    found = queries.files_of_resident(resident.id)
    files = [f for f in found if visible is None or f.unit_id in visible]
    return (
        {"files": files, "month": month_of(clock.today()), "in_force": _in_force, **words()}
        if files
        else None
    )


def communities(actor: Actor) -> list[tuple[str, str]]:
    """The communities where this reader may look, as choices."""
    visible = visible_unit_ids(actor)
    return [(str(u.id), u.name) for u in list_units(kind="community") if visible is None or u.id in visible]


def words() -> dict[str, Any]:
    """The words that the pages of files say codes in."""
    return {
        "schemes": SCHEMES,
        "areas": AREAS,
        "categories": CATEGORIES,
        "states": SHOWN_STATES,
        "holder_bases": BASES,
        "tones": STATE_TONES,
        "methods": METHODS,
        "kinds": KINDS,
        "decision_kinds": DECISION_KINDS,
        "reasons": REASONS,
        "change_states": CHANGE_STATES,
        "change_tones": CHANGE_TONES,
        "findings": FINDINGS,
        "relations": RELATIONS,
        "name_of": lambda key: get_account(key).name if key else "",
    }


def _in_force(file: SupportFile, month: dt.date) -> Any:
    """The decision in force in a month, from the decisions that are loaded already."""
    found = [d for d in file.decisions if d.effective_month <= month and d.reversed_by_id is None]
    return found[-1] if found else None


def _months(file: SupportFile, month: dt.date) -> list[tuple[dt.date, Any, int]]:
    """The last months with the decision in force and how many people were in, the newest first; next month's on top."""
    first = max(file.start_month, add_months(month, 1 - MONTHS_SHOWN))
    last = add_months(month, 1)
    found, current = [], max(first, file.start_month)
    while current <= last:
        here = [m for m in queries.members_in(file, current) if m.is_counted]
        found.append((current, _in_force(file, current), len(here)))
        current = add_months(current, 1)
    return list(reversed(found))
