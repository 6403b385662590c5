"""The forms of bundles: beginning a case, working it, leaving an item out; and the administrator's definition in rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp

from portal.errors import RuleBroken
from portal.services.bundles.definitions import BundleDefinition, BundleItem, Sharing
from portal.services.forms.answers import ColumnsForm
from portal.services.forms.choices import worded
from portal.services.forms.people import NamesRecords, OrganisationField, PersonField
from portal.services.states import CHANNELS
from portal.web.forms import PortalForm

MOST_PARTS = 5


class StartBundleForm(NamesRecords):
    """Who acts for the applicant; a tick and a reason for each item are added by `start_form`."""

    resident = HiddenField()
    organisation_id = OrganisationField(
        _l("申请单位"),
        [Optional()],
        description=_l("有单位申请的事项时填：单位全称或统一社会信用代码；上面的人是经办人"),
    )
    channel = SelectField(_l("办理方式"), choices=worded(CHANNELS), default="counter")
    agent_id = PersonField(
        _l("代办人"),
        [Optional()],
        description=_l("由他人代办时填：证件号码、手机号，或“姓名 尾号四位”；须已登记"),
    )
    agent_relation = StringField(_l("与申请人关系"), [Optional(), Length(max=40)])
    codes: Sequence[str] = ()

    @property
    def chosen(self) -> list[str]:
        """The items that are ticked."""
        return [code for place, code in enumerate(self.codes) if self[f"take{place}"].data]

    @property
    def reasons(self) -> dict[str, str]:
        """Why the others are not."""
        return {code: self[f"why{place}"].data or "" for place, code in enumerate(self.codes)}

    def refuse(self, error: RuleBroken) -> None:
        """Rules name an item by its code; find the field of its reason."""
        if error.field and error.field in self.codes:
            error.field = f"why{list(self.codes).index(error.field)}"
        super().refuse(error)


def start_form(names: Sequence[tuple[str, str]], proposed: Sequence[str]) -> StartBundleForm:
    """The form with a tick and a reason for each item (code, name)."""
    parts: dict[str, Any] = {"codes": tuple(code for code, _name in names)}
    for place, (code, name) in enumerate(names):
        parts[f"take{place}"] = BooleanField(name, default=code in proposed)
        parts[f"why{place}"] = StringField(
            _l("不办的原因"), [Optional(), Length(max=300)], description=_l("不选的须写，例如：已经办过")
        )
    made: StartBundleForm = type("StartBundleForm", (StartBundleForm,), parts)()
    return made


class LeaveOutForm(PortalForm):
    """Why an item is not applied for."""

    reason = TextAreaField(_l("不办的原因"), [InputRequired(), Length(max=300)])


class BundleForm(PortalForm):
    """A bundle's texts; its rows are added by `bundle_form`."""

    class Meta(PortalForm.Meta):
        """Rows have their filters in their columns."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Bind rows as they are, everything else as everywhere."""
            if issubclass(unbound_field.field_class, FieldList | FormField):
                return unbound_field.bind(form=form, **options)
            return super().bind_field(form, unbound_field, options)

    name = StringField(_l("名称"), [InputRequired(), Length(max=100)])
    code = StringField(
        _l("系统编码"),
        [
            InputRequired(),
            Length(max=40),
            Regexp(r"[a-z][a-z0-9_-]*\Z", message=_l("用小写字母、数字和连字符，以字母开头。")),
        ],
    )
    audience = TextAreaField(_l("适用对象"), [Length(max=500)])
    notes = TextAreaField(_l("说明"), [Length(max=2000)])
    is_offered = BooleanField(_l("在窗口办理"), default=True)

    def refuse(self, error: RuleBroken) -> None:
        """What is wrong with a list as a whole stands on top."""
        if isinstance(self._fields.get(error.field or ""), FieldList):
            error.field = None
        super().refuse(error)

    def definition(self) -> BundleDefinition:
        """What was typed, empty rows left out."""
        rows = {
            name: [entry.data for entry in self[name].entries] for name in ("items", "questions", "materials")
        }
        return BundleDefinition(
            code=self.code.data or "",
            name=self.name.data or "",
            audience=self.audience.data or "",
            notes=self.notes.data or "",
            items=tuple(
                BundleItem(row["item"], row["condition"] or "", row["business"] or "", bool(row["proposed"]))
                for row in rows["items"]
                if row["item"]
            ),
            questions=_sharings(rows["questions"]),
            materials=_sharings(rows["materials"]),
        )


def bundle_form(
    items: Sequence[tuple[str, str]],
    fields: Sequence[tuple[str, str]],
    materials: Sequence[tuple[str, str]],
    kept: BundleDefinition | None,
    extra: str = "",
    **more: Any,
) -> BundleForm:
    """The form with its rows: items to choose from, and parts of items to be said to be one; `extra` names a list that
    gets one more row."""
    item_row = type(
        "ItemRow",
        (ColumnsForm,),
        {
            "item": SelectField(_l("事项"), choices=_choices(items)),
            "condition": StringField(_l("什么情况办"), [Optional(), Length(max=200)]),
            "business": HiddenField(default=""),
            "proposed": BooleanField(_l("默认勾选"), default=True),
        },
    )
    parts: dict[str, Any] = {"items": FieldList(FormField(item_row))}
    for name, choices in (("questions", fields), ("materials", materials)):
        columns: dict[str, Any] = {"label": StringField(_l("合并后的名称"), [Optional(), Length(max=60)])}
        for number in range(MOST_PARTS):
            columns[f"part{number}"] = SelectField(
                _l("对应%(n)s", n=number + 1), choices=_choices(choices), validate_choice=False
            )
        parts[name] = FieldList(FormField(type("SharingRow", (ColumnsForm,), columns)))
    data = dict(more)
    if kept is not None:
        data |= {
            "name": kept.name,
            "code": kept.code,
            "audience": kept.audience,
            "notes": kept.notes,
            "items": [vars(one) for one in kept.items],
            "questions": [_row(one) for one in kept.questions],
            "materials": [_row(one) for one in kept.materials],
        }
    form: BundleForm = type("BundleForm", (BundleForm,), parts)(**data)
    if extra in {"items", "questions", "materials"}:
        form[extra].append_entry()
    return form


def _choices(pairs: Sequence[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice("", _l("请选择")), *(SelectChoice(code, name) for code, name in pairs)]


def _row(one: Sharing) -> dict[str, Any]:
    return {"label": one.label} | {f"part{place}": part for place, part in enumerate(one.parts)}


def _sharings(rows: Sequence[dict[str, Any]]) -> tuple[Sharing, ...]:
    found = []
    for row in rows:
        parts = tuple(row[f"part{n}"] for n in range(MOST_PARTS) if row.get(f"part{n}"))
        if parts or row["label"]:
            found.append(Sharing(row["label"] or "", parts))
    return tuple(found)
