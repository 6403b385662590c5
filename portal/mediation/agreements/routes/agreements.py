"""Agreements as pages: written down, changed, made final, read, printed, struck."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import audit, clock
from portal.documents import queries as papers
from portal.documents.actions import record_print
from portal.documents.merging import EACH, Layout, Loose, merge
from portal.errors import NotFound, RuleBroken
from portal.mediation import life
from portal.mediation.agreements import queries
from portal.mediation.agreements.actions import concluding, confirming, drafting
from portal.mediation.agreements.forms.agreements import AgreementForm, StrikeAgreementForm
from portal.mediation.agreements.kinds import (
    CONFIRMATION_STATES,
    FORMS,
    PROOFS,
    STANDINGS,
    STATES,
    TONES,
    URGED_BY,
)
from portal.mediation.agreements.models import Agreement
from portal.mediation.agreements.routes.desk import Answer, around, blueprint, case_href, form_page
from portal.mediation.models import MediationCase
from portal.mediation.queries import find_own_mediator, get_case, recorder_proposed
from portal.mediation.records import signing
from portal.mediation.records.models import ClauseTemplate
from portal.mediation.records.queries import list_clauses
from portal.web.access import current_actor, reads, repeatable, requires
from portal.web.addresses import number_of
from portal.web.carrying_out import carry_out
from portal.web.forms import EmptyForm
from portal.web.htmx import go_to, render
from portal.web.wording import in_words

PATIENCE_SECONDS = 5.0


@blueprint.route("/mediation/cases/<int:case_id>/agreement/new", methods=["GET", "POST"])
@requires("mediation.conclude")
def draft_agreement(case_id: int) -> Answer:
    """Write down what the parties agree on; the facts of the case stand there already."""
    actor = current_actor()
    case = get_case(actor, case_id)
    there = queries.open_agreement(case)
    if there is not None and request.method == "GET":
        return redirect(url_for(".read_agreement", agreement_id=there.id), 303)
    locked = _locked(case)
    if locked:
        flash(locked, "warning")
        return redirect(case_href(case), 303)
    own = find_own_mediator(actor)
    form = AgreementForm(
        version=str(case.version),
        form="oral" if case.is_simple else "written",
        reached_on=clock.today(),
        place=case.place,
        recorder=recorder_proposed(case) or (own.name if own else actor.name),
        facts=case.dispute.story or "",
    )
    del form.strike_because
    _offer(form, case, None)
    return carry_out(
        form,
        lambda: drafting.draft_agreement(actor, case, version=form.seen_version, new=form.agreement()),
        show=lambda: _edit_page(form, case, None),
        to=lambda agreement: url_for(".read_agreement", agreement_id=agreement.id),
        done=_("协议已保存。请各方看过，没有要改的就定稿，打印签字。"),
    )


@blueprint.route("/mediation/agreements/<int:agreement_id>/change", methods=["GET", "POST"])
@requires("mediation.conclude")
def change_agreement(agreement_id: int) -> Answer:
    """Change the words; where somebody has signed them, the signatures are struck."""
    actor = current_actor()
    agreement = queries.get_agreement(actor, agreement_id)
    case = agreement.case
    locked = _locked(case, agreement)
    if locked:
        flash(locked, "warning")
        return redirect(url_for(".read_agreement", agreement_id=agreement_id), 303)
    form = AgreementForm(obj=_plain(agreement), version=str(agreement.version))
    if not signing.signatures_of(agreement):
        del form.strike_because
    _offer(form, case, agreement)
    return carry_out(
        form,
        lambda: drafting.change_agreement(
            actor,
            agreement,
            version=form.seen_version,
            new=form.agreement(),
            strike_because=(form.strike_because.data or "") if "strike_because" in form else "",
        ),
        show=lambda: _edit_page(form, case, agreement),
        to=url_for(".read_agreement", agreement_id=agreement.id),
        done=_("修改已保存。"),
    )


@blueprint.post("/mediation/cases/<int:case_id>/agreement/fill")
@requires("mediation.conclude")
@reads
def fill_agreement(case_id: int) -> Answer:
    """One more row of what is owed, or a common clause behind the terms; in a new agreement or one that is changed. Nothing is
    stored."""
    case = get_case(current_actor(), case_id)
    agreement = queries.open_agreement(case)
    form = AgreementForm()
    if agreement is None or not signing.signatures_of(agreement):
        del form.strike_because
    form.offer(case.parties)
    wanted = number_of(request.form.get("clause"))
    clause = next((one for one in _clauses(case) if one.id == wanted), None)
    if clause is not None:
        form.terms.data = "\n".join(text for text in (form.terms.data or "", clause.body) if text)
    else:
        form.add_row()
    form.offer(case.parties)
    return _edit_page(form, case, agreement), form.status


@blueprint.get("/mediation/agreements/<int:agreement_id>")
@requires("mediation.read_case")
def read_agreement(agreement_id: int) -> str:
    """One agreement: its words, who has signed, what is owed and done, the court's confirmation."""
    actor = current_actor()
    agreement = queries.get_agreement(actor, agreement_id)
    case, today = agreement.case, clock.today()
    return render(
        "mediation/agreements/read_agreement.html",
        agreement=agreement,
        forms=FORMS,
        agreement_states=STATES,
        agreement_tones=TONES,
        missing=concluding.missing_signers(agreement) if agreement.state == "signing" else [],
        signatures=signing.signatures_of(agreement),
        standings=STANDINGS,
        standing_of=queries.standing_of,
        proofs=PROOFS,
        urgings=queries.list_urgings(agreement),
        urged_by=URGED_BY,
        standing=confirming.standing(agreement, today),
        confirmations=queries.list_confirmations(agreement),
        confirmation_states=CONFIRMATION_STATES,
        issue_form=EmptyForm(version=str(agreement.version)),
        **around(case),
    )


@blueprint.post("/mediation/agreements/<int:agreement_id>/issue")
@requires("mediation.conclude")
def issue_agreement(agreement_id: int) -> Answer:
    """The words are final: number and paper, to be signed."""
    actor = current_actor()
    agreement = queries.get_agreement(actor, agreement_id)
    form = EmptyForm()
    if form.accepts():
        drafting.issue_agreement(actor, agreement, version=form.seen_version)
        flash(_("已编号 %(number)s。请打印，各方签字后登记签名。", number=agreement.number or ""), "success")
    return go_to(url_for(".read_agreement", agreement_id=agreement_id))


@blueprint.route("/mediation/agreements/<int:agreement_id>/strike", methods=["GET", "POST"])
@requires("mediation.conclude")
def strike_agreement(agreement_id: int) -> Answer:
    """The parties did not sign after all."""
    actor = current_actor()
    agreement = queries.get_agreement(actor, agreement_id)
    locked = _locked(agreement.case, agreement)
    if locked:
        flash(locked, "warning")
        return redirect(url_for(".read_agreement", agreement_id=agreement_id), 303)
    form = StrikeAgreementForm(version=str(agreement.version))
    return form_page(
        form,
        agreement.case,
        lambda: drafting.strike_agreement(
            actor, agreement, version=form.seen_version, reason=form.reason.data or ""
        ),
        title=_("作废未签的协议"),
        action=url_for(".strike_agreement", agreement_id=agreement_id),
        label=_("作废"),
        advice=_("编号作废后保留在编号簿中。协议没有生效，案件可以继续调解。"),
        back=url_for(".read_agreement", agreement_id=agreement_id),
        kind="danger",
        to=case_href(agreement.case, "agreement"),
        done=_("协议已作废，案件仍在调解中。"),
    )


@blueprint.post("/mediation/agreements/<int:agreement_id>/print")
@requires("mediation.conclude")
@repeatable
def print_agreement(agreement_id: int) -> Answer:
    """Count the printing of all copies, then show them."""
    actor = current_actor()
    agreement = queries.get_agreement(actor, agreement_id)
    if agreement.document is None:
        raise NotFound
    record_print(actor, agreement.document, way="copies")
    return redirect(url_for(".read_copies", agreement_id=agreement_id), 303)


@blueprint.get("/mediation/agreements/<int:agreement_id>/copies.pdf")
@requires("mediation.read_case")
def read_copies(agreement_id: int) -> Answer:
    """The agreement's paper as often as there are copies: one for each party, and one for the committee."""
    actor = current_actor()
    agreement = queries.get_agreement(actor, agreement_id)
    document = agreement.document
    if document is None:
        raise NotFound
    master = papers.wait_for_master(document.id, PATIENCE_SECONDS)
    if master is None:
        return redirect(url_for("documents.read_document", document_id=document.id), 303)
    audit.record_afterwards(actor, "documents.read_document", document, number=document.number)
    loose = Loose(master.content, document.paper_format, f"{document.title} {document.number}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copies.pdf"
        layout = Layout(copies=agreement.copies, order=EACH, duplex=master.pages > 1)
        merge(lambda: [loose], path, title=loose.bookmark, layout=layout)
        content = path.read_bytes()
    return Response(content, mimetype="application/pdf")


def _locked(case: MediationCase, agreement: Agreement | None = None) -> str:
    """Why no form is opened that could not be saved: the agreement binds or is void, the case is not at the table."""
    if request.method != "GET":
        return ""
    try:
        if agreement is not None:
            drafting.must_be_open(agreement)
        life.allow(case, "conclude", current_actor())
    except RuleBroken as error:
        return in_words(error)
    return ""


def _plain(agreement: Agreement) -> object:
    """What the form takes as it is; sums and rows are laid in by the form itself."""
    names = (
        "form",
        "reached_on",
        "place",
        "recorder",
        "facts",
        "issues",
        "terms",
        "manner",
        "amount_capitals",
        "is_performed_at_once",
        "is_asked_in_writing",
        "copies",
    )
    return type("Shown", (), {name: getattr(agreement, name) for name in names})()


def _offer(form: AgreementForm, case: MediationCase, agreement: Agreement | None) -> None:
    if request.method == "GET" and not form.is_restored:
        form.begin(agreement, case.parties)
    form.offer(case.parties)


def _clauses(case: MediationCase) -> list[ClauseTemplate]:
    """The common clauses that the committee keeps for agreements."""
    return [one for one in list_clauses(case.committee_id) if one.place == "agreement"]


def _edit_page(form: AgreementForm, case: MediationCase, agreement: Agreement | None) -> str:
    return render(
        "mediation/agreements/edit_agreement.html",
        form=form,
        agreement=agreement,
        clauses=_clauses(case),
        **around(case),
    )
