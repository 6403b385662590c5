"""The forms of requests to complete: what is missing and how to mend it, what of it came, and that nothing came."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from portal.errors import N_
from portal.services.definitions import FORMS
from portal.services.forms.choices import worded
from portal.services.models import Application
from portal.services.supplements.actions import DefectEntry
from portal.services.supplements.models import SupplementRequest
from portal.web.forms import PortalForm

SPARE, LONGEST = 3, 1000
NOT_CAME = "no"
MENDED = "copy"


class AskSupplementForm(PortalForm):
    """One line for each material of the list and some for whatever else is missing; a line counts once it names a problem."""

    again_because = TextAreaField(_l("再次要求补正的理由"), [Optional(), Length(max=LONGEST)])
    was_knowable = RadioField(
        _l("这次要求的内容，上次能不能发现"),
        [Optional()],
        choices=worded({"yes": N_("上次就能发现（须有审核权限）"), "no": N_("后来才知道的新情况")}),
        default="yes",
    )
    codes: tuple[tuple[str, str], ...] = ()

    @property
    def rows(self) -> list[tuple[str, Any, Any, Any]]:
        """For the page: the material's name, or the field for it, and the fields of problem and cure."""
        found: list[tuple[str, Any, Any, Any]] = [
            (name, None, self[f"problem{place}"], self[f"cure{place}"])
            for place, (_code, name) in enumerate(self.codes)
        ]
        spare = range(len(self.codes), len(self.codes) + SPARE)
        found += [("", self[f"name{n}"], self[f"problem{n}"], self[f"cure{n}"]) for n in spare]
        return found

    @property
    def defects(self) -> list[DefectEntry]:
        """What was filled in."""
        found = []
        for place in range(len(self.codes) + SPARE):
            problem, cure = self[f"problem{place}"].data or "", self[f"cure{place}"].data or ""
            known = place < len(self.codes)
            code, name = self.codes[place] if known else ("", self[f"name{place}"].data or "")
            if problem or cure or (name and not known):
                found.append(DefectEntry(name, problem, cure, code))
        return found


def ask_form(application: Application) -> AskSupplementForm:
    """The form for one application."""
    codes = tuple((one.code, one.name) for one in application.materials if one.state != "not_needed")
    parts: dict[str, Any] = {"codes": codes}
    for place in range(len(codes) + SPARE):
        name = codes[place][1] if place < len(codes) else gettext("其他内容 %(n)s", n=place - len(codes) + 1)
        if place >= len(codes):
            parts[f"name{place}"] = StringField(name, [Optional(), Length(max=100)])
        parts[f"problem{place}"] = StringField(
            gettext("%(name)s 存在的问题", name=name), [Optional(), Length(max=200)]
        )
        parts[f"cure{place}"] = StringField(
            gettext("%(name)s 怎样补正", name=name), [Optional(), Length(max=200)]
        )
    made: AskSupplementForm = type("AskSupplementForm", (AskSupplementForm,), parts)(
        version=str(application.version)
    )
    return made


class AnswerSupplementForm(PortalForm):
    """Of each thing that was asked for, in which form it came; and what the applicant says."""

    count: int = 0

    @property
    def came(self) -> dict[int, str]:
        """The form in which each came, empty for one that did not."""
        data = {place: self[f"came{place}"].data or NOT_CAME for place in range(self.count)}
        return {place: "" if value == NOT_CAME else value for place, value in data.items()}


def answer_form(application: Application, request: SupplementRequest) -> AnswerSupplementForm:
    """The form for the request that waits."""
    defects = request.defects or []
    wanted = {one.code: one.forms for one in application.definition.materials}
    parts: dict[str, Any] = {"count": len(defects)}
    for place, line in enumerate(defects):
        forms = wanted.get(line["code"], ()) if line["code"] else ()
        choices = {form: FORMS[form] for form in forms} or {MENDED: N_("已补")}
        parts[f"came{place}"] = RadioField(
            line["name"],
            [Optional()],
            choices=worded(choices | {NOT_CAME: N_("没有补")}),
            description=line["cure"],
        )
    parts["note"] = TextAreaField(
        _l("申请人的说明"), [Optional(), Length(max=LONGEST)], description=_l("有没补的，写明申请人怎么说")
    )
    made: AnswerSupplementForm = type("AnswerSupplementForm", (AnswerSupplementForm,), parts)(
        version=str(application.version)
    )
    return made


class MissSupplementForm(PortalForm):
    """Nothing came by the last day."""

    note = TextAreaField(
        _l("说明"), [Optional(), Length(max=LONGEST)], description=_l("例如联系申请人的情况，可不填")
    )
