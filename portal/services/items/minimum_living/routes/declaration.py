"""The declaration page by page, each saved by itself, and its overview with the calculation sheet as it would be today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import audit, clock
from portal.errors import RuleBroken
from portal.services.items.minimum_living import actions, queries
from portal.services.items.minimum_living.family import counted_of, sheet_of
from portal.services.items.minimum_living.forms import declaration as forms
from portal.services.items.minimum_living.forms import filling
from portal.services.items.minimum_living.forms.rows import RowsForm
from portal.services.items.minimum_living.models import HouseholdDeclaration
from portal.services.items.minimum_living.routes.base import (
    back_to,
    blueprint,
    case_of,
    declared_case,
    upload,
)
from portal.services.items.minimum_living.vocabulary import SECTIONS
from portal.services.models import Application
from portal.services.routes.hall import Answer
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render
from portal.web.wording import in_words

RIGHT = "services.declare_household"
ORDER = queries.REQUIRED
VIEWS = {
    "family": "minimum_living.save_family",
    "income": "minimum_living.save_income",
    "property": "minimum_living.save_property",
    "supporters": "minimum_living.save_supporters",
    "relatives": "minimum_living.register_relatives",
    "head": "minimum_living.save_head",
    "authorisations": "minimum_living.list_authorisations",
}
_BASE = "/services/applications/<int:application_id>/declaration"


@blueprint.get(_BASE)
@requires("services.read_application")
def read_declaration(application_id: int) -> Answer:
    """Everything that was declared, who counts and why, and the sheet; each look is recorded."""
    application, declaration = declared_case(application_id)
    today = clock.today()
    sheet, obstacle = sheet_or_reason(declaration)
    audit.record_afterwards(current_actor(), "services.read_declaration", application)
    return render(
        "services/items/minimum_living/declaration.html",
        application=application,
        declaration=declaration,
        counted={member.id: counted_of(member, today) for member in declaration.members},
        sheet=sheet,
        obstacle=obstacle,
        words=filling.words(),
        sections=shown_sections(application, declaration),
    )


@blueprint.route(f"{_BASE}/family", methods=["GET", "POST"])
@requires(RIGHT)
def save_family(application_id: int) -> Answer:
    """Who belongs to the family: the register's members are proposed."""
    application = case_of(application_id)
    declaration = queries.find_declaration(application)
    people = filling.people_of(application, declaration, request.form if request.method == "POST" else None)
    form = forms.SaveFamilyForm(
        members=filling.member_blocks(people, declaration), version=_version(declaration)
    )
    return _section(
        application,
        declaration,
        form,
        "family",
        lambda: actions.save_family(
            current_actor(), application, version=form.seen_version, members=form.entries()
        ),
        people=people,
    )


@blueprint.route(f"{_BASE}/income", methods=["GET", "POST"])
@requires(RIGHT)
def save_income(application_id: int) -> Answer:
    """What the family received, and what may be deducted."""
    application, declaration = declared_case(application_id)
    form = forms.SaveIncomeForm(
        incomes=filling.line_blocks(declaration, "income"),
        deductions=filling.line_blocks(declaration, "deduction"),
        version=_version(declaration),
    )
    form.offer(filling.member_choices(declaration), _("全家"))
    return _section(
        application,
        declaration,
        form,
        "income",
        lambda: actions.save_income(
            current_actor(),
            application,
            version=form.seen_version,
            incomes=forms.line_entries(form.incomes, "per", "uncounted"),
            deductions=forms.line_entries(form.deductions, "per"),
        ),
    )


@blueprint.route(f"{_BASE}/property", methods=["GET", "POST"])
@requires(RIGHT)
def save_property(application_id: int) -> Answer:
    """What the family has."""
    application, declaration = declared_case(application_id)
    form = forms.SavePropertyForm(
        lines=filling.line_blocks(declaration, "property"), version=_version(declaration)
    )
    form.offer(filling.member_choices(declaration), _("全家"))
    return _section(
        application,
        declaration,
        form,
        "property",
        lambda: actions.save_property(
            current_actor(),
            application,
            version=form.seen_version,
            lines=forms.line_entries(form.lines, "is_exempt"),
        ),
    )


@blueprint.route(f"{_BASE}/supporters", methods=["GET", "POST"])
@requires(RIGHT)
def save_supporters(application_id: int) -> Answer:
    """Who owes support from outside the household."""
    application, declaration = declared_case(application_id)
    form = forms.SaveSupportersForm(
        supporters=filling.supporter_blocks(declaration), version=_version(declaration)
    )
    return _section(
        application,
        declaration,
        form,
        "supporters",
        lambda: actions.save_supporters(
            current_actor(), application, version=form.seen_version, supporters=form.entries()
        ),
    )


@blueprint.route(f"{_BASE}/relatives", methods=["GET", "POST"])
@requires(RIGHT)
def register_relatives(application_id: int) -> Answer:
    """Near relatives among assistance staff and committee members (近亲属备案)."""
    application, declaration = declared_case(application_id)
    form = forms.RegisterRelativesForm(
        relatives=filling.relative_blocks(declaration),
        has_none="relatives" in declaration.sections and not declaration.relatives,
        version=_version(declaration),
    )
    form.offer(filling.member_choices(declaration), _("全家"))
    return _section(
        application,
        declaration,
        form,
        "relatives",
        lambda: actions.register_relatives(
            current_actor(),
            application,
            version=form.seen_version,
            relatives=form.entries(),
            has_none=bool(form.has_none.data),
        ),
    )


@blueprint.route(f"{_BASE}/head", methods=["GET", "POST"])
@requires(RIGHT)
def save_head(application_id: int) -> Answer:
    """Reasons, account, promise."""
    application, declaration = declared_case(application_id)
    form = forms.SaveHeadForm(**filling.head_values(declaration), version=_version(declaration))
    if not queries.counts_alone(application):
        form.leave_out_alone()
    return _section(
        application,
        declaration,
        form,
        "head",
        lambda: actions.save_head(
            current_actor(),
            application,
            version=form.seen_version,
            block=form.block(upload(current_actor(), form.agreement, "agreement")),
        ),
    )


def _section(
    application: Application,
    declaration: HouseholdDeclaration | None,
    form: RowsForm,
    section: str,
    act: Callable[[], HouseholdDeclaration],
    **context: Any,
) -> Answer:
    """One page: saved, it leads on to the next, or stays where the button says so."""
    if form.accepts():
        with form.refusals():
            act()
            flash(_("“%(page)s”已保存。", page=_(SECTIONS[section])), "success")
            return go_to(_next_address(application, section))
    sheet, obstacle = sheet_or_reason(declaration) if declaration else (None, "")
    page = render(
        f"services/items/minimum_living/{section}.html",
        application=application,
        declaration=declaration,
        form=form,
        section=section,
        action=url_for(VIEWS[section], application_id=application.id),
        sections=shown_sections(application, declaration),
        here=url_for(VIEWS[section], application_id=application.id),
        sheet=sheet,
        obstacle=obstacle,
        **context,
    )
    return page, form.status


def _next_address(application: Application, section: str) -> str:
    if request.form.get("do") != "next":
        return url_for(VIEWS[section], application_id=application.id)
    following = [*ORDER, "authorisations"][ORDER.index(section) + 1]
    return url_for(VIEWS[following], application_id=application.id)


def shown_sections(
    application: Application, declaration: HouseholdDeclaration | None
) -> list[tuple[str, str, queries.SectionState]]:
    """Every page with its words, its address, and how it stands; before the family is saved nothing else can be opened."""
    return [
        (
            _(state.label),
            url_for(VIEWS[state.code], application_id=application.id)
            if declaration is not None or state.code == "family"
            else "",
            state,
        )
        for state in queries.section_states(declaration, application)
    ]


def sheet_or_reason(declaration: HouseholdDeclaration) -> tuple[Any, str]:
    """The calculation sheet as of today, or the sentence that says why there is none yet."""
    try:
        return sheet_of(declaration, clock.today()), ""
    except RuleBroken as error:
        return None, in_words(error)


def _version(declaration: HouseholdDeclaration | None) -> str:
    return str(declaration.version if declaration else 0)


__all__ = ["VIEWS", "back_to", "sheet_or_reason", "shown_sections"]
