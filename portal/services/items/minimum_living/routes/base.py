"""The blueprint of low-income support, and what its views have in common: the case, its declaration, a page of one form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, url_for

from portal.actor import Actor
from portal.errors import NotFound
from portal.files.actions import store_file
from portal.files.models import StoredFile
from portal.services.items.minimum_living.definition import CODE
from portal.services.items.minimum_living.models import HouseholdDeclaration
from portal.services.items.minimum_living.queries import find_declaration
from portal.services.models import Application
from portal.services.queries import get_application
from portal.web.access import current_actor
from portal.web.carrying_out import Answer, carry_out
from portal.web.forms import PortalForm
from portal.web.htmx import render

blueprint = Blueprint("minimum_living", __name__)
PURPOSE = "services.minimum_living"


def case_of(application_id: int) -> Application:
    """The application, when it is one for low-income support that this reader may see; raises NotFound."""
    found = get_application(current_actor(), application_id)
    if found.item.code != CODE:
        raise NotFound
    return found


def declared_case(application_id: int) -> tuple[Application, HouseholdDeclaration]:
    """The application with its declaration; raises NotFound before its first page was saved."""
    application = case_of(application_id)
    declaration = find_declaration(application)
    if declaration is None:
        raise NotFound
    return application, declaration


def back_to(application: Application) -> str:
    """The address of the case's own page."""
    return url_for("services.read_application", application_id=application.id)


def upload(actor: Actor, field: Any, name: str = "file") -> StoredFile | None:
    """The file that was chosen in a field, stored; None where none was."""
    if not field.data:
        return None
    return store_file(
        actor, stream=field.data.stream, name=field.data.filename or "", purpose=PURPOSE, field=name
    )


def form_page(
    application: Application,
    form: PortalForm,
    *,
    title: str,
    action: str,
    button: str,
    done: str,
    act: Callable[[], Any],
    to: str = "",
    template: str = "services/items/minimum_living/form.html",
    **context: Any,
) -> Answer:
    """A page of one form: shown, refused, or done and away."""
    return carry_out(
        form,
        act,
        show=lambda: render(
            template,
            application=application,
            form=form,
            title=title,
            action=action,
            button_label=button,
            **({"advice": "", "facts": ()} | context),
        ),
        to=to or back_to(application),
        done=done,
    )
