"""The pages of evidence and identity proofs: both lists, one line, its scans, what went back."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for
from flask_babel import gettext as _

from portal import audit, clock
from portal.errors import NotFound
from portal.mediation.models import MediationCase
from portal.mediation.queries import get_case
from portal.mediation.records import forms, queries
from portal.mediation.records.actions import evidence as actions
from portal.mediation.records.kinds import EVIDENCE_FORMS, EVIDENCE_PURPOSES
from portal.mediation.records.models import EvidenceItem
from portal.mediation.records.routes.desk import (
    Answer,
    around,
    blueprint,
    file_answer,
    form_page,
    keep_uploads,
    people,
)
from portal.web.access import current_actor, requires
from portal.web.htmx import render

FORMS: dict[str, type[forms.EvidenceForm] | type[forms.IdentityForm]] = {
    "evidence": forms.EvidenceForm,
    "identity": forms.IdentityForm,
}


@blueprint.get("/mediation/cases/<int:case_id>/evidence")
@requires("mediation.read_case")
def list_evidence(case_id: int) -> str:
    """What was supplied in a case: evidence, and the parties' identity proofs."""
    actor = current_actor()
    case = get_case(actor, case_id)
    return render(
        "mediation/records/list_evidence.html",
        evidence=queries.evidence_of(case, with_struck=True),
        identity=queries.evidence_of(case, "identity", with_struck=True),
        without=queries.without_identity(case),
        kinds=EVIDENCE_FORMS,
        may_write=actor.can("mediation.mediate"),
        **around(case),
    )


@blueprint.route("/mediation/cases/<int:case_id>/evidence/<purpose>/new", methods=["GET", "POST"])
@requires("mediation.mediate")
def add_evidence(case_id: int, purpose: str) -> Answer:
    """Add a line, with its scans."""
    actor = current_actor()
    case = get_case(actor, case_id)
    form = _form_of(purpose)(version=str(case.version), supplied_on=clock.today())
    form.party_id.choices = _parties(case, purpose)

    def act() -> EvidenceItem:
        item = actions.add_evidence(actor, case, version=form.seen_version, line=_line(form, purpose))
        files = keep_uploads(actor, form.files.data or ())
        if files:
            actions.attach_scans(actor, item, version=item.version, files=files)
        return item

    return form_page(
        form,
        case,
        act,
        title=_("登记证据") if purpose == "evidence" else _("登记身份证明"),
        action=url_for(".add_evidence", case_id=case.id, purpose=purpose),
        label=_("登记"),
        cancel=_list_href(case),
        advice=_("手机拍的照片会自动转正、缩到合适的大小。"),
        to=_list_href(case),
        done=lambda item: _("已登记第 %(number)s 项。", number=item.position),
    )


@blueprint.route("/mediation/evidence/<int:item_id>/change", methods=["GET", "POST"])
@requires("mediation.mediate")
def change_evidence(item_id: int) -> Answer:
    """Correct a line."""
    actor = current_actor()
    item = queries.get_record(actor, EvidenceItem, item_id)
    form = FORMS[item.purpose](obj=item, version=str(item.version), party_id=item.party_id or 0)
    del form.files
    form.party_id.choices = _parties(item.case, item.purpose)

    def act() -> None:
        line = _line(form, item.purpose)
        actions.change_evidence(actor, item, version=form.seen_version, line=line)

    return form_page(
        form,
        item.case,
        act,
        title=_("修改第 %(number)s 项", number=item.position),
        action=url_for(".change_evidence", item_id=item.id),
        label=_("保存"),
        cancel=_list_href(item.case),
        to=_list_href(item.case),
        done=_("已保存。"),
    )


@blueprint.route("/mediation/evidence/<int:item_id>/scans", methods=["GET", "POST"])
@requires("mediation.mediate")
def attach_scan(item_id: int) -> Answer:
    """Add scans or photos to a line."""
    actor = current_actor()
    item = queries.get_record(actor, EvidenceItem, item_id)
    form = forms.ScanForm(version=str(item.version))

    def act() -> None:
        files = keep_uploads(actor, form.files.data or ())
        actions.attach_scans(actor, item, version=form.seen_version, files=files)

    return form_page(
        form,
        item.case,
        act,
        title=_("“%(name)s”的扫描件", name=item.name),
        action=url_for(".attach_scan", item_id=item.id),
        label=_("上传"),
        cancel=_list_href(item.case),
        advice=_("手机拍的照片会自动转正、缩到合适的大小。"),
        to=_list_href(item.case),
        done=_("附件已保存。"),
    )


@blueprint.get("/mediation/evidence/<int:item_id>/scans/<int:scan_id>")
@requires("mediation.read_case")
def read_scan(item_id: int, scan_id: int) -> Response:
    """One scan; that somebody looked at it is noted."""
    actor = current_actor()
    scan = queries.get_scan(actor, item_id, scan_id)
    audit.record_afterwards(actor, "mediation.read_scan", scan.item.case, position=scan.item.position)
    return file_answer(scan.file)


@blueprint.route("/mediation/evidence/<int:item_id>/return", methods=["GET", "POST"])
@requires("mediation.mediate")
def return_evidence(item_id: int) -> Answer:
    """The thing went back."""
    actor = current_actor()
    item = queries.get_record(actor, EvidenceItem, item_id)
    form = forms.ReturnForm(version=str(item.version), on=clock.today(), to=item.supplied_by)
    return form_page(
        form,
        item.case,
        lambda: actions.return_evidence(
            actor, item, version=form.seen_version, on=form.on.data or clock.today(), to=form.to.data or ""
        ),
        title=_("退还“%(name)s”", name=item.name),
        action=url_for(".return_evidence", item_id=item.id),
        label=_("登记退还"),
        cancel=_list_href(item.case),
        to=_list_href(item.case),
        done=_("已登记退还。"),
    )


@blueprint.route("/mediation/evidence/<int:item_id>/strike", methods=["GET", "POST"])
@requires("mediation.mediate")
def strike_evidence(item_id: int) -> Answer:
    """Take a line out of its list."""
    actor = current_actor()
    item = queries.get_record(actor, EvidenceItem, item_id)
    form = forms.ReasonForm(version=str(item.version))
    return form_page(
        form,
        item.case,
        lambda: actions.strike_evidence(
            actor, item, version=form.seen_version, reason=form.reason.data or ""
        ),
        title=_("从清单中划去“%(name)s”", name=item.name),
        action=url_for(".strike_evidence", item_id=item.id),
        label=_("划去"),
        cancel=_list_href(item.case),
        advice=_("划去的一项仍可查看，序号不再使用。"),
        kind="danger",
        to=_list_href(item.case),
        done=_("已从清单中划去。"),
    )


@blueprint.route("/mediation/cases/<int:case_id>/evidence/<purpose>/print", methods=["GET", "POST"])
@requires("mediation.mediate")
def print_list(case_id: int, purpose: str) -> Answer:
    """Make the paper of a list as it stands."""
    actor = current_actor()
    case = get_case(actor, case_id)
    _form_of(purpose)
    form = forms.PortalForm(version=str(case.version))
    return form_page(
        form,
        case,
        lambda: actions.print_list(actor, case, version=form.seen_version, purpose=purpose),
        title=_("打印清单：%(list)s", list=_(EVIDENCE_PURPOSES[purpose])),
        action=url_for(".print_list", case_id=case.id, purpose=purpose),
        label=_("生成清单"),
        cancel=_list_href(case),
        advice=_("按现在登记的内容生成一份清单，供签名入卷。"),
        to=_list_href(case),
        done=_("清单已生成，在案件页面的文书里。"),
    )


def _form_of(purpose: str) -> type[forms.EvidenceForm] | type[forms.IdentityForm]:
    if purpose not in FORMS:
        raise NotFound
    return FORMS[purpose]


def _parties(case: MediationCase, purpose: str) -> list[tuple[int, str]]:
    return people(case.parties, empty=_("其他人") if purpose == "evidence" else "")


def _line(form: forms.EvidenceForm | forms.IdentityForm, purpose: str) -> actions.Supplied:
    more: dict[str, Any] = {}
    if isinstance(form, forms.IdentityForm):
        more = {"proof": form.proof.data or ""}
    else:
        more = {"source": form.source.data or "", "supplied_by": form.supplied_by.data or ""}
    return actions.Supplied(
        purpose=purpose,
        name=form.name.data or "",
        form=form.form.data or "",
        pages=form.pages.data or 0,
        party_id=form.party_id.data or None,
        supplied_on=form.supplied_on.data or clock.today(),
        **more,
    )


def _list_href(case: MediationCase) -> str:
    return url_for(".list_evidence", case_id=case.id)
