"""The trial before serving: everything that a clerk will need today is tried once, in a process that ends again."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TextIO

from portal import config
from portal.serving import CannotStart


def try_in_child(meanwhile: Callable[[], None]) -> list[str]:
    """Try everything that serving needs in a process that ends again, so that nothing of it is there before the fork.

    Gives what there is to say about signing in; raises CannotStart with the sentence that the trial gave. `meanwhile` is done
    in this process while the other one tries; what it raises comes after the sentence, which is the better one.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        with os.fdopen(writing, "w", encoding="utf-8") as told:
            _tell(told)
        os._exit(0)
    os.close(writing)
    try:
        meanwhile()
    finally:
        with os.fdopen(reading, encoding="utf-8") as told:
            obstacle, *lines = told.read().split("\n")
        os.waitpid(pid, 0)
        if obstacle:
            raise CannotStart(obstacle)
    return lines


def _tell(told: TextIO) -> None:
    try:
        obstacle, lines = find_obstacle()
    except Exception as error:  # noqa: BLE001  (whatever it is, the server must not start and must say why)
        obstacle, lines = f"{type(error).__name__}: {error}", []
    told.write("\n".join([obstacle.replace("\n", " "), *lines]))


def find_obstacle() -> tuple[str, list[str]]:
    """The first thing that would leave a clerk without help, as a sentence that names the mend (empty when all is well),
    and what there is to say about signing in."""
    from sqlalchemy.exc import SQLAlchemyError

    from portal import create_app, db
    from portal.documents import glyphs, render
    from portal.documents.fonts import FontsMissing
    from portal.migrations import runner
    from portal.vault import KeyProblem, actions

    try:
        app = create_app()
        with app.app_context():
            stands, wanted = runner.current(), runner.head()
            if stands != wanted:
                return (
                    f"the database is at {stands or 'no schema'}, this program needs {wanted}; run scripts/portal migrate.",
                    [],
                )
            with db.transaction("read"):
                actions.check_key()
                lines = _sign_in_lines(app.config["PORTAL"])
            render.engine(app.config["PORTAL"].instance)
            glyphs.coverage()
    except SQLAlchemyError as error:
        name = type(error).__name__
        return (
            f"the database does not answer ({name}); check PORTAL_DATABASE_URL and that the server is running.",
            [],
        )
    except (KeyProblem, config.UnsafeConfiguration, FontsMissing, render.EngineMissing) as error:
        return str(error), []
    return "", lines


def _sign_in_lines(settings: config.Config) -> list[str]:
    from portal.accounts.first_run import announcement
    from portal.accounts.queries import find_account

    first_run = announcement(settings.instance, settings.base_url)
    if first_run:
        return [first_run]
    if settings.is_production or find_account("clerk") is None:
        return []
    from portal import demo

    password = demo.known_password(settings)
    if not password and not os.environ.get("PORTAL_DEMO_PASSWORD"):
        return []
    return ["Demo accounts:", *demo.account_lines(password)]
