"""Which page takes the upload of a material: the ordinary one, or the one that a coded item brings for it (a portrait)."""

from __future__ import annotations

from flask import url_for

from portal.services.models import Application

_special: dict[tuple[str, str], str] = {}


def take_over(item: str, material: str, endpoint: str) -> None:
    """Let an item's own page take the upload of one of its materials; its address takes `application_id`."""
    _special[item, material] = endpoint


def upload_address(application: Application, code: str) -> str:
    """Where the attachment of a material is uploaded."""
    endpoint = _special.get((application.item.code, code))
    if endpoint:
        return url_for(endpoint, application_id=application.id)
    return url_for("services.attach_file", application_id=application.id, code=code)
