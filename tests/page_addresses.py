"""Which addresses an application answers, for tests that follow every link of a page without opening it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit
from weakref import WeakKeyDictionary

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from portal.web.headers import HEADERS

# What each application says of an address: the same links stand on every page.
_KNOWN: WeakKeyDictionary[Flask, dict[tuple[str, str], str | None]] = WeakKeyDictionary()


class Addresses:
    """The URL map of an application, asked by path."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._map = app.url_map.bind("localhost")
        self._known = _KNOWN.setdefault(app, {})

    def why_dead(self, address: str, method: str) -> str | None:
        """Why this address is no answer to this method, or None when it is one."""
        asked = (unquote(urlsplit(address).path), method)
        if asked not in self._known:
            self._known[asked] = self._ask(*asked)
        return self._known[asked]

    def _ask(self, path: str, method: str) -> str | None:
        try:
            endpoint, values = self._map.match(path, method=method)
        except RequestRedirect:
            return "the address only redirects; ask `url_for` for the right one"
        except MethodNotAllowed:
            return f"the view does not take {method}"
        except NotFound:
            return "no view answers this address"
        if endpoint == "static" and not (Path(self._app.static_folder or "") / values["filename"]).is_file():
            return "there is no such static file"
        return None

    def only_reads(self, address: str) -> bool:
        """Whether the view that takes this form is marked `@reads`."""
        try:
            endpoint, _values = self._map.match(unquote(urlsplit(address).path), method="POST")
        except (NotFound, MethodNotAllowed, RequestRedirect):
            return False
        return bool(getattr(self._app.view_functions.get(endpoint), "portal_reads", False))


def header_problems(headers: Headers) -> list[str]:
    """What is wrong with the headers of an answer: the house's own, exactly, and nothing kept by a cache."""
    wanted = {**HEADERS, "Cache-Control": "no-store"}
    found = [f"header {n} is {headers.get(n)!r}, not {v!r}" for n, v in wanted.items() if headers.get(n) != v]
    varies = {part.strip() for part in ",".join(headers.getlist("Vary")).split(",")}
    if not {"HX-Request", "Cookie"} <= varies:
        found.append(f"header Vary is {headers.get('Vary')!r}; it must name HX-Request and Cookie")
    return found
