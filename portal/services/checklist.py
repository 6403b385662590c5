"""Which materials an application needs, and how each stands: the list that a clerk checks item by item (收件核对).

Binding an application to a version of its item is here too, for the list follows the version.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.definitions import AGENT_IDENTITY, ItemDefinition, MaterialDefinition
from portal.services.items.registry import Asked, hooks_of
from portal.services.models import Application, ApplicationMaterial
from portal.services.queries.catalogue import item_version_on

_SETTLED = frozenset({"received", "waived", "promised"})


@dataclass(frozen=True)
class CheckLine:
    """One material of the checklist as a page shows it; `record` is None until the list was saved once."""

    definition: MaterialDefinition
    record: ApplicationMaterial | None

    @property
    def state(self) -> str:
        """How it stands."""
        return self.record.state if self.record else "unchecked"

    @property
    def is_required(self) -> bool:
        """Whether it must be settled before acceptance."""
        return self.definition.necessity != "optional"


def definition_on(application: Application, day: dt.date) -> ItemDefinition:
    """The definition in force on a day; the one that the application is bound to where none is."""
    version = item_version_on(application.item.code, day)
    return version.definition if version else application.definition


def materials_of(
    application: Application, definition: ItemDefinition, day: dt.date
) -> list[MaterialDefinition]:
    """The materials that this application needs by a definition, in its order."""
    asked, hooks = Asked.about(application, day), hooks_of(definition)
    return [
        material
        for material in definition.materials
        if (application.agent_id is not None or not material.only_with_agent)
        and (not material.only_for or application.business in material.only_for)
        and (material.necessity != "conditional" or hooks.asks_for(material, asked))
    ]


def checklist(application: Application, day: dt.date) -> list[CheckLine]:
    """The list to check on a day: by the version in force then while not accepted, by the bound one afterwards."""
    records = {m.code: m for m in application.materials}
    if application.accepted_on is None:
        materials = materials_of(application, definition_on(application, day), day)
        return [CheckLine(material, records.get(material.code)) for material in materials]
    return [CheckLine(_definition_of(application, record), record) for record in application.materials]


def bind(application: Application, day: dt.date) -> None:
    """Bind an application that is not accepted yet to the version in force on a day, and its list to that version.

    Raises RuleBroken when the item is not offered on that day.
    """
    version = item_version_on(application.item.code, day)
    if version is None or not application.item.is_offered:
        raise RuleBroken(None, N_("“%(name)s”现在不办理。"), name=application.item.name)
    application.item_version = version
    if application.definition.businesses and application.definition.business(application.business) is None:
        raise RuleBroken("business", N_("请选择业务类型。"))
    sync(application, day)


def sync(application: Application, day: dt.date) -> None:
    """Make the records of materials those that the bound version asks for; what was handed in is never dropped."""
    wanted = materials_of(application, application.definition, day)
    places = {material.code: place for place, material in enumerate(wanted)}
    for record in list(application.materials):
        if record.code not in places and record.state not in _SETTLED and record.file_id is None:
            application.materials.remove(record)
    known = {record.code for record in application.materials}
    for material in wanted:
        if material.code not in known:
            application.materials.append(
                ApplicationMaterial(code=material.code, name=material.name, state="unchecked")
            )
    for record in application.materials:
        record.position = places.get(record.code, len(places))
    application.materials.sort(key=lambda m: (m.position, m.code))
    session.flush()


def leave_agent_open(application: Application) -> None:
    """Ask for the agent's papers as a material still to come, where an acceptance could not wait for them.

    That is an acceptance by silence and an entry from a paper day; nothing is handed out before they were seen.
    """
    if application.agent_id is None or application.agent_is_checked:
        return
    for record in application.materials:
        if record.code == AGENT_IDENTITY.code and record.state not in {"received", "promised"}:
            record.state, record.form, record.note = "missing", "", ""


def _definition_of(application: Application, record: ApplicationMaterial) -> MaterialDefinition:
    """What the bound version says of a material; one that an earlier version asked for stands as optional."""
    for material in application.definition.materials:
        if material.code == record.code:
            return material
    return MaterialDefinition(record.code, record.name, necessity="optional")
