"""The designer's blueprint, and what its pages share: the draft with its problems, and the way round the sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext

from portal.services import definitions
from portal.services.definitions import ItemDefinition
from portal.services.designer.labels import SECTIONS
from portal.services.designer.models import DRAFT_STATES, ItemDraft
from portal.services.designer.problems import Problem, find_problems
from portal.services.routes.hall import Answer

__all__ = ["Answer", "Desk", "blueprint", "desk_of"]

blueprint = Blueprint("designer", __name__)
DRAFT_TONES = {"open": "info", "submitted": "waiting", "published": "good", "discarded": "neutral"}


@dataclass(frozen=True)
class Desk:
    """A draft as its pages show it."""

    draft: ItemDraft
    definition: ItemDefinition
    problems: list[Problem]

    @property
    def is_open(self) -> bool:
        """Whether it is worked on."""
        return self.draft.state in {"open", "submitted"}

    @property
    def is_tested(self) -> bool:
        """Whether it went through a test run as it is now."""
        return self.draft.tested_digest == definitions.digest(self.draft.content)

    @property
    def tabs(self) -> list[tuple[str, str, int | None]]:
        """The sections as tabs, with how many problems wait in each."""
        counts = {code: len(self.problems_of(code)) for code in SECTIONS}
        return [
            (
                gettext(label),
                url_for("designer.edit_section", draft_id=self.draft.id, section=code),
                counts[code] or None,
            )
            for code, label in SECTIONS.items()
        ]

    @property
    def words(self) -> dict[str, Any]:
        """The words of its state."""
        return {"state": gettext(DRAFT_STATES[self.draft.state]), "tone": DRAFT_TONES[self.draft.state]}

    def problems_of(self, section: str) -> list[Problem]:
        """What waits in a section; the columns of a table count to its fields."""
        return [
            one
            for one in self.problems
            if one.section == section or (section == "fields" and one.section == "columns")
        ]


def desk_of(draft: ItemDraft) -> Desk:
    """The draft read, with what is wrong with it."""
    definition = definitions.read(draft.content)
    return Desk(draft, definition, find_problems(definition))
