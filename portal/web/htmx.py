"""The one file that knows htmx: which part of a page to answer with, and how to move the whole page."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

VARIES_WITH = "HX-Request"


def is_fragment_request() -> bool:
    """Whether htmx asks for a part of a page (and not for the whole page while restoring its history)."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )


def render(template: str, block: str | None = None, **context: Any) -> str:
    """The full page, or only its `block` (which the server names) when htmx asks; both from the same context."""
    if block is None or not is_fragment_request():
        return render_template(template, **context)
    current_app.update_template_context(context)
    page = current_app.jinja_env.get_template(template)
    shared = page.new_context(context)
    next(iter(page.root_render_func(shared)), None)  # runs the imports at the top, which the block relies on
    return "".join(page.blocks[block](shared))


def go_to(location: str) -> BaseResponse:
    """After a success: a redirect (303), or its htmx counterpart that moves the whole page."""
    if not is_fragment_request():
        return redirect(location, 303)
    return move_page(location)


def move_page(location: str, status: int = 204) -> Response:
    """An answer without content that makes htmx load another page."""
    response = Response(status=status)
    response.headers["HX-Redirect"] = location
    return response


def page_address() -> str:
    """The address of the page that a fragment request came from, as the browser tells it (never trusted unchecked)."""
    return request.headers.get("HX-Current-URL", "")


def target_of(response: Response) -> str | None:
    """Where an answer leads, whichever of the two ways it takes; None when it leads nowhere."""
    return response.headers.get("HX-Redirect") or response.headers.get("Location")
