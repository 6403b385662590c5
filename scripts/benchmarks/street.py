"""A demo street of the benchmarks' own, in a temporary folder: the real database for those that need one."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from flask.cli import ScriptInfo

from scripts.benchmarks.onepage.stage import number_words

PAPER_KIND = "acceptance_receipt"


@contextmanager
def open_street(folder: Path, residents: int) -> Iterator[Flask]:
    """The application on a fresh demo street with so many more residents; an application context is open."""
    for name in [n for n in os.environ if n.startswith("PORTAL_")]:
        del os.environ[name]
    os.environ["PORTAL_INSTANCE"] = str(folder)
    from portal import create_app

    app = create_app()
    commands = [["migrate"], ["demo", "--if-empty"]]
    if residents:
        commands.append(["generate", "--residents", str(residents)])
    for words in commands:
        app.cli.main(words, standalone_mode=False, obj=ScriptInfo(create_app=lambda: app))
    with app.app_context():
        yield app


def freeze_orders(target: Path) -> int:
    """Put the orders of all acceptance receipts of the street into a file; gives their number."""
    from sqlalchemy import select

    from portal.db import session, transaction
    from portal.documents.models import Document
    from portal.documents.orders import order_of

    with transaction("read"):
        statement = select(Document).where(Document.kind == PAPER_KIND).order_by(Document.id)
        orders = [order_of(document) for document in session.scalars(statement)]
    target.write_bytes(pickle.dumps(orders))
    return len(orders)


def read_orders(source: Path, count: int) -> Iterator[Any]:
    """As many orders as asked for, the street's receipts again and again, each with a number of its own."""
    orders = pickle.loads(source.read_bytes())  # noqa: S301  (this run wrote it)
    for number in range(1, count + 1):
        order = orders[number % len(orders)]
        imprint = replace(order.imprint, number=number_words(number))
        yield replace(order, imprint=imprint)
