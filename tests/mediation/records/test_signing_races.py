"""Two windows sign under one record at once: each signature is kept once, and whoever comes second keeps the strokes."""

from __future__ import annotations

import re
import threading
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.db import session, transaction
from portal.mediation.actions.assigning import assign_mediator
from portal.mediation.records.models import Signature
from portal.mediation.records.signing import wanted_signers
from portal.web.application import Portal
from tests.factories import mediation as made
from tests.factories import staff
from tests.mediation.records.test_records import STROKES, finish, sit, write
from tests.page import Browser

pytestmark = pytest.mark.both
HIDDEN = re.compile(r'name="(csrf_token|once|version|strokes)" value="([^"]*)"')


def fields_of(page: str) -> dict[str, str]:
    """What the page sends along: its tokens, the version, the strokes that it holds."""
    return {name: unescape(value) for name, value in HIDDEN.findall(page)}


@pytest.fixture
def addresses(app: Portal) -> list[str]:
    """The screens on which the two parties of a finished session sign."""
    with app.app_context(), transaction():
        case = made.make_case("mediating")
        chair = made.mediator_of("chair")
        assign_mediator(staff.actor("mediator"), case, version=None, mediator=chair, role="joint")
        one = sit(case)
        write(one)
        finish(one)
        codes = [wanted.code for wanted in wanted_signers(case, one) if wanted.kind == "party"]
        return [f"/mediation/signatures/session/{one.id}/{code}/screen" for code in codes]


def at_once(app: Portal, addresses: list[str]) -> list[tuple[FlaskClient, str, str]]:
    """Mediator and chair open their windows first and send together: who, where, and what was answered."""
    clients = [
        Browser(app.test_client()).sign_in(name, staff.PASSWORD).client for name in ("mediator", "chair")
    ]
    sent = [
        fields_of(client.get(address).get_data(as_text=True)) | {"strokes": STROKES}
        for client, address in zip(clients, addresses, strict=True)
    ]
    together = threading.Barrier(2)
    answers: dict[int, tuple[int, str]] = {}

    def press(place: int) -> None:
        together.wait()
        answer = clients[place].post(addresses[place], data=sent[place])
        answers[place] = (answer.status_code, answer.get_data(as_text=True))

    threads = [threading.Thread(target=press, args=(place,)) for place in (0, 1)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(status for status, _page in answers.values()) == [303, 409]
    return [
        (clients[place], addresses[place], page) for place, (status, page) in answers.items() if status == 409
    ]


def names_of(app: Portal) -> list[str]:
    """Under which names the record is signed."""
    with app.app_context(), transaction("read"):
        return sorted(session.scalars(select(Signature.name)))


class TestSignRecord:
    def test_two_parties_in_two_windows_both_stand_and_no_stroke_is_lost(
        self, app: Portal, addresses: list[str]
    ) -> None:
        ((client, address, page),) = at_once(app, addresses)
        again = fields_of(page)
        assert again["strokes"] == STROKES
        assert client.post(address, data=again).status_code == 303
        assert names_of(app) == ["张示例", "李样本"]

    def test_one_party_in_two_windows_stands_once(self, app: Portal, addresses: list[str]) -> None:
        ((client, address, page),) = at_once(app, addresses[:1] * 2)
        told = client.post(address, data=fields_of(page))
        assert told.status_code == 422
        assert "已经签过" in told.get_data(as_text=True)
        assert names_of(app) == ["张示例"]
