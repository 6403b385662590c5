"""The authorisations: the form to sign, who has given it, who refuses."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import NotFound
from portal.services.items.minimum_living import actions, queries
from portal.services.items.minimum_living.forms.steps import AUTHORISES, EnterAuthorisationForm
from portal.services.items.minimum_living.routes.base import blueprint, declared_case, form_page, upload
from portal.services.items.minimum_living.routes.declaration import shown_sections
from portal.services.routes.hall import Answer
from portal.web.access import current_actor, repeatable, requires
from portal.web.htmx import render

RIGHT = "services.authorise_check"
_BASE = "/services/applications/<int:application_id>/authorisations"


@blueprint.get(_BASE)
@requires(RIGHT)
def list_authorisations(application_id: int) -> Answer:
    """Everybody with their answer; a guardian signs for a minor."""
    application, declaration = declared_case(application_id)
    return render(
        "services/items/minimum_living/authorisations.html",
        application=application,
        declaration=declaration,
        rows=queries.signatures(declaration, clock.today()),
        answers=AUTHORISES,
        here=url_for(".list_authorisations", application_id=application_id),
        sections=shown_sections(application, declaration),
    )


@blueprint.post(f"{_BASE}/print")
@requires(RIGHT)
@repeatable
def print_authorisation(application_id: int) -> Answer:
    """Issue the form, and show it for printing."""
    _application, declaration = declared_case(application_id)
    actions.print_authorisation(current_actor(), declaration)
    flash(_("授权书已生成，请打印后请每位成年成员签字。"), "success")
    return redirect(
        url_for("services.read_application", application_id=application_id, _anchor="papers"), 303
    )


@blueprint.route(f"{_BASE}/<int:member_id>", methods=["GET", "POST"])
@requires(RIGHT)
def enter_authorisation(application_id: int, member_id: int) -> Answer:
    """What one member answered."""
    application, declaration = declared_case(application_id)
    row = next((r for r in queries.signatures(declaration, clock.today()) if r.member.id == member_id), None)
    if row is None:
        raise NotFound
    form = EnterAuthorisationForm(
        signed_on=clock.today(),
        signer=declaration.applicant.name if row.is_minor else row.member.resident.name,
        version=str(declaration.version),
    )
    return form_page(
        application,
        form,
        title=_("核对授权：%(name)s", name=row.member.resident.name),
        action=url_for(".enter_authorisation", application_id=application_id, member_id=member_id),
        button=_("保存"),
        done=_("%(name)s的答复已登记。", name=row.member.resident.name),
        to=url_for(".list_authorisations", application_id=application_id),
        advice=_("未满十八周岁，由监护人签署。") if row.is_minor else "",
        act=lambda: actions.enter_authorisation(
            current_actor(),
            declaration,
            version=form.seen_version,
            answer=actions.Answer(
                member_id,
                form.answer.data or "",
                form.signed_on.data or clock.today(),
                form.signer.data or "",
                form.note.data or "",
                upload(current_actor(), form.file),
            ),
        ),
    )
