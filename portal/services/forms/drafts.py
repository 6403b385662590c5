"""The one form that a draft is worked in: the item's questions and the checklist of materials, saved together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_babel import gettext
from wtforms import DateField, Field, FormField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from portal.errors import RuleBroken
from portal.services.actions.checking import MaterialCheck
from portal.services.checklist import CheckLine
from portal.services.definitions import FORMS, FieldDefinition, MaterialDefinition
from portal.services.forms.answers import PREFIX, RowsField, field_of, plain, typed
from portal.services.forms.people import NamesRecords
from portal.services.models import Application, ApplicationMaterial
from portal.services.states import MATERIAL_STATES
from portal.web.forms import BoundedInteger, PortalForm

RECEIVED = "received:"
UNCHECKED = "unchecked"
Made = TypeVar("Made", bound="DraftForm")


@dataclass(frozen=True)
class MaterialRow:
    """One line of the checklist with its fields; `until` is None where the material cannot be promised."""

    line: CheckLine
    choice: Field
    copies: Field
    note: Field
    until: Field | None

    @property
    def errors(self) -> list[str]:
        """What is wrong with this line, whichever field it is at."""
        fields = [f for f in (self.choice, self.copies, self.note, self.until) if f is not None]
        return [str(message) for f in fields for message in f.errors]


class DraftForm(NamesRecords):
    """Made anew for each application by `draft_form`: `questions` and `lines` say which fields it has."""

    class Meta(PortalForm.Meta):
        """Rows have their filters in their columns."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Bind rows as they are, everything else as everywhere."""
            if issubclass(unbound_field.field_class, RowsField | FormField):
                return unbound_field.bind(form=form, **options)
            return super().bind_field(form, unbound_field, options)

    questions: Sequence[FieldDefinition] = ()
    lines: Sequence[CheckLine] = ()

    def __init__(self, *args: Any, obj: Application | None = None, **kwargs: Any) -> None:
        if obj is not None:
            kwargs = self._kept(obj) | {"version": obj.version} | kwargs
        super().__init__(*args, **kwargs)
        for field in self:
            if isinstance(field, RowsField):
                field.spare()

    def _kept(self, application: Application) -> dict[str, Any]:
        answers = application.answers or {}
        records = {record.code: record for record in application.materials}
        kept = {
            PREFIX + one.code: typed(one, answers.get(one.code))
            for one in self.questions
            if one.code in answers
        }
        for place, line in enumerate(self.lines):
            record = records.get(line.definition.code)
            if record is not None:
                kept[f"m{place}_choice"] = choice_of(record)
                kept[f"m{place}_copies"] = record.copies
                kept[f"m{place}_note"] = record.note
                kept[f"m{place}_until"] = record.promised_by
        return kept

    @property
    def answer_fields(self) -> list[tuple[FieldDefinition, Field]]:
        """Each question with its field, in the definition's order."""
        return [(one, self[PREFIX + one.code]) for one in self.questions]

    @property
    def material_rows(self) -> list[MaterialRow]:
        """Each line of the checklist with its fields."""
        return [
            MaterialRow(
                line,
                self[f"m{place}_choice"],
                self[f"m{place}_copies"],
                self[f"m{place}_note"],
                self[f"m{place}_until"] if line.definition.can_be_promised else None,
            )
            for place, line in enumerate(self.lines)
        ]

    @property
    def answers(self) -> dict[str, Any]:
        """What was typed, by question; files are added by whoever stores them."""
        return {one.code: plain(one, field.data) for one, field in self.answer_fields if one.kind != "file"}

    def checks(self, *, rest_received: bool = False) -> dict[str, MaterialCheck]:
        """How each material was found; with `rest_received` those not looked at are taken as received in their first form."""
        found = {}
        for row in self.material_rows:
            choice = row.choice.data or UNCHECKED
            if choice == UNCHECKED and rest_received:
                choice = RECEIVED + row.line.definition.forms[0]
            found[row.line.definition.code] = MaterialCheck(
                state=choice.partition(":")[0],
                form=choice.partition(":")[2],
                copies=row.copies.data or row.line.definition.copies,
                note=row.note.data or "",
                promised_by=row.until.data if row.until is not None else None,
            )
        return found

    def refuse(self, error: RuleBroken) -> None:
        """Rules name a question or a material by its code; find the field that stands for it."""
        places = {line.definition.code: f"m{place}_choice" for place, line in enumerate(self.lines)}
        questions = {one.code: PREFIX + one.code for one in self.questions}
        here = {places.get(error.field or ""), questions.get(error.field or "")} - {None}
        if len(here) == 1:
            error.field = here.pop()
        super().refuse(error)


def draft_form(
    application: Application, questions: Sequence[FieldDefinition], lines: Sequence[CheckLine]
) -> DraftForm:
    """The form for one application, filled with what is kept or with what was sent."""
    return form_class(DraftForm, questions, lines)(obj=application)


def form_class(
    base: type[Made], questions: Sequence[FieldDefinition], lines: Sequence[CheckLine]
) -> type[Made]:
    """`base` with a field for each question and each line of the checklist."""
    parts: dict[str, Any] = {"questions": tuple(questions), "lines": tuple(lines)}
    parts |= {PREFIX + one.code: field_of(one) for one in questions}
    for place, line in enumerate(lines):
        parts |= _line_fields(place, line.definition)
    return type(base.__name__, (base,), parts)


def _line_fields(place: int, material: MaterialDefinition) -> dict[str, Field]:
    name = material.name
    fields = {
        f"m{place}_choice": RadioField(
            name, [Optional()], choices=choices_for(material), validate_choice=True
        ),
        f"m{place}_copies": BoundedInteger(
            _said(name, gettext("份数")), [Optional()], default=material.copies
        ),
        f"m{place}_note": StringField(_said(name, gettext("说明")), [Optional(), Length(max=300)]),
    }
    if material.can_be_promised:
        fields[f"m{place}_until"] = DateField(_said(name, gettext("补交日期")), [Optional()])
    return fields


def choices_for(material: MaterialDefinition) -> list[SelectChoice]:
    """What a clerk may say of a material: the forms it may come in, then the other states that it allows."""
    choices = [SelectChoice(RECEIVED + form, gettext(FORMS[form])) for form in material.forms]
    states = ["waived", "missing"]
    states += ["promised"] if material.can_be_promised else []
    states += ["not_needed"] if material.necessity != "required" else []
    return choices + [SelectChoice(state, gettext(MATERIAL_STATES[state])) for state in states]


def choice_of(record: ApplicationMaterial) -> str | None:
    """The choice that a stored line stands at, None where nobody has looked yet."""
    if record.state == UNCHECKED:
        return None
    return RECEIVED + record.form if record.state == "received" else record.state


def _said(name: str, part: str) -> str:
    return f"{name} {part}"
