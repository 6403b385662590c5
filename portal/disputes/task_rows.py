"""Rows of a form in which several bodies get their tasks at once, and the one that leads; for the forms of the rooms above."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from portal.disputes.actions.tasks import NewTask
from portal.units.models import Unit
from portal.web.addresses import key_of
from portal.web.forms import PortalForm

ROWS = 4
LEAD = "lead-"


def body_field(label: Any) -> SelectField:
    """A choice of units; what it offers is given for each reader."""
    return SelectField(label, choices=[], coerce=key_of, validate_choice=False)


def offer_units(field: Any, units: Iterable[Unit]) -> None:
    """Offer these units besides a typed name."""
    field.choices = [("", _l("（不在名单内，另填）")), *((unit.id, unit.name) for unit in units)]


class TaskRows(PortalForm):
    """The rows of the others, and who leads where nobody does yet; `with_rows` makes them."""

    def lead(self) -> NewTask | None:
        """Who leads instead of the unit itself; None where it leads."""
        return self._row(LEAD, "lead")

    def bodies(self) -> list[NewTask]:
        """The rows that were filled in."""
        found = (self._row(f"tasks-{n}-", "joint") for n in range(ROWS))
        return [row for row in found if row is not None]

    def _row(self, where: str, role: str) -> NewTask | None:
        if f"{where}task" not in self:
            return None
        body_id, body, task, due = (self[where + name].data for name in ("body_id", "body", "task", "due_on"))
        if not (body_id or body or task):
            return None
        return NewTask(role=role, body_id=body_id, body=body or "", task=task or "", due_on=due, where=where)

    def offer(self, units: Iterable[Unit]) -> None:
        """Offer these units in each row."""
        offered = list(units)
        for field in self:
            if field.short_name.endswith("body_id"):
                offer_units(field, offered)


Rows = TypeVar("Rows", bound=TaskRows)


def with_rows(form: type[Rows], *, with_lead: bool) -> type[Rows]:
    """The form with a row for each of the others, and one for who leads where nobody does yet."""
    places = [f"tasks-{n}-" for n in range(ROWS)] + ([LEAD] if with_lead else [])
    rows: dict[str, Any] = {}
    for where in places:
        rows[f"{where}body_id"] = body_field(_l("单位"))
        rows[f"{where}body"] = StringField(_l("其他单位名称"), [Optional(), Length(max=100)])
        rows[f"{where}task"] = StringField(_l("任务"), [Optional(), Length(max=300)])
        rows[f"{where}due_on"] = DateField(_l("期限"), [Optional()])
    return type(f"{form.__name__}Rows", (form,), rows)
