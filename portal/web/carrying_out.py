"""What the page of a verb does when its form comes back: `carry_out(form, act, *, show, to, done="") -> Answer`.

Not sent, or refused: `show()` gives the page, with what was typed and what is wrong with it. Done: `done` is said and the reader
is led `to`. What the page looks like is its room's affair; which fields it has is its form's; what may be done its action's.

    return carry_out(
        form,
        lambda: actions.end_agent(actor, agent, version=form.seen_version, reason=form.reason.data or ""),
        show=lambda: render("mediation/records/form.html", form=form, title=_("终止委托")),
        to=url_for(".read_case", case_id=agent.case_id),
        done=_("已登记委托终止。"),
    )
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import flash
from werkzeug.wrappers import Response

from portal.web.forms import PortalForm
from portal.web.htmx import go_to

Answer = Response | tuple[str, int] | str
Made = TypeVar("Made")


def carry_out(
    form: PortalForm,
    act: Callable[[], Made],
    *,
    show: Callable[[], str],
    to: str | Callable[[Made], str],
    done: str | Callable[[Made], str] = "",
) -> Answer:
    """Ask, act, and lead on; what is refused stays on the page, and nothing of the attempt is stored.

    `to` and `done` are texts, or are made of what `act` gave back; an empty `done` says nothing. `show` is called after a
    refusal, so that it reads the records as they are stored and not as they were tried.
    """
    if form.accepts():
        with form.refusals():
            made = act()
            sentence = done(made) if callable(done) else done
            if sentence:
                flash(sentence, "success")
            return go_to(to(made) if callable(to) else to)
    page = show()
    return page, form.status
