"""The blueprint of the volumes' pages, and what all of them need: the page of one form with its crumbs and facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _

from portal.mediation.models import MediationCase
from portal.mediation.volumes.models import Volume
from portal.web.carrying_out import Answer, carry_out
from portal.web.forms import PortalForm
from portal.web.htmx import render

blueprint = Blueprint("mediation_volumes", __name__)
Crumbs = list[tuple[str, str]]


def verb_page(
    form: PortalForm,
    act: Callable[[], Any],
    *,
    title: str,
    action: str,
    crumbs: Crumbs,
    to: str | Callable[[Any], str],
    done: str | Callable[[Any], str],
    label: str = "",
    advice: str = "",
    kind: str = "primary",
    facts: list[tuple[Any, ...]] | None = None,
) -> Answer:
    """A page that is one form: asked for, carried out, or refused; the last crumb is where its cancel leads."""
    return carry_out(
        form,
        act,
        show=lambda: render(
            "mediation/volumes/verb.html",
            form=form,
            title=title,
            action=action,
            label=label or title,
            advice=advice,
            crumb_items=crumbs,
            kind=kind,
            facts=facts or [],
        ),
        to=to,
        done=done,
    )


def case_crumbs(case: MediationCase) -> Crumbs:
    """Back to the case."""
    return [
        (_("调解案件"), url_for("mediation.list_cases")),
        (
            case.number or case.dispute.title,
            url_for("mediation.read_case", case_id=case.id, _anchor="volume"),
        ),
    ]


def volume_crumbs(volume: Volume) -> Crumbs:
    """Back to the volume."""
    return [
        (_("调解卷宗"), url_for("mediation_volumes.list_volumes")),
        (volume.number, volume_href(volume)),
    ]


def volume_href(volume: Volume) -> str:
    """The page of the volume."""
    return url_for("mediation_volumes.read_volume", volume_id=volume.id)
