"""The forms of the calendar's pages: a day, a year's notice, the week's opening hours, a limit to explain."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, Field, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from portal.almanac.queries import Hours, Segment
from portal.errors import N_
from portal.web.forms import BoundedInteger, PortalForm

WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))
_SEGMENT = re.compile(r"(\d{1,2}):(\d{2})\s*[-—–~～至到]\s*(\d{1,2}):(\d{2})")
_SEPARATORS = re.compile(r"[\s,，;；、]+")


class SetDayForm(PortalForm):
    """A holiday or a make-up working day."""

    day = DateField(_l("日期"), [InputRequired()])
    is_workday = RadioField(
        _l("这一天"),
        [InputRequired()],
        choices=[SelectChoice("False", _l("放假休息")), SelectChoice("True", _l("调休上班"))],
        default="False",
    )
    reason = StringField(_l("节日或原因"), [InputRequired(), Length(max=60)])


class ReasonForm(PortalForm):
    """A button that wants a reason."""

    reason = StringField(_l("原因"), [InputRequired(), Length(max=200)])


class MarkOfficialForm(PortalForm):
    """The notice that a year's calendar rests on."""

    source = StringField(_l("依据的通知（文号或名称）"), [InputRequired(), Length(max=200)])


class LoadNoticeForm(MarkOfficialForm):
    """A year's notice, pasted or as a file."""

    text = TextAreaField(_l("通知正文或日期清单"), [Length(max=20000)])
    file = FileField(_l("或选择 Excel、CSV 文件"))

    def validate_text(self, field: Field) -> None:
        """Either the text or a file."""
        if not field.data and not self.file.data:
            raise ValidationError(gettext("请粘贴通知正文或清单，或者选择文件。"))


class ConfirmNoticeForm(MarkOfficialForm):
    """The days as they were read, sent back to be stored."""

    text = TextAreaField(_l("日期清单"), [InputRequired(), Length(max=20000)])


def _shape_of_segments(_form: Any, field: Field) -> None:
    """WTForms' validator: `08:30-12:00 14:00-17:30`, each with a note behind it if wanted."""
    read_segments(field.data or "")


class ChangeHoursForm(PortalForm):
    """Opening hours, one line a weekday; an empty line means closed."""

    day_1 = StringField(_l("周一"), [Length(max=200), _shape_of_segments])
    day_2 = StringField(_l("周二"), [Length(max=200), _shape_of_segments])
    day_3 = StringField(_l("周三"), [Length(max=200), _shape_of_segments])
    day_4 = StringField(_l("周四"), [Length(max=200), _shape_of_segments])
    day_5 = StringField(_l("周五"), [Length(max=200), _shape_of_segments])
    day_6 = StringField(_l("周六"), [Length(max=200), _shape_of_segments])
    day_7 = StringField(_l("周日"), [Length(max=200), _shape_of_segments])

    def __init__(self, *args: Any, obj: Hours | None = None, **kwargs: Any) -> None:
        if obj is not None:
            kwargs = {f"day_{day}": obj.text(day) for day in range(1, 8)} | {"version": obj.version} | kwargs
        super().__init__(*args, **kwargs)

    @property
    def segments(self) -> dict[int, list[Segment]]:
        """What was typed, read."""
        return {day: read_segments(self[f"day_{day}"].data or "") for day in range(1, 8)}


class ExplainDueForm(PortalForm):
    """A limit of time to be explained; asked by GET, so it carries no tokens."""

    class Meta(PortalForm.Meta):
        """A page that only reads needs no protection against forgery."""

        csrf = False

    start = DateField(_l("起算日"), [InputRequired()], description=_l("当日不计入"))
    days = BoundedInteger(_l("期限"), [InputRequired(), NumberRange(0, 730)])
    kind = SelectField(
        _l("按"),
        choices=[SelectChoice("working", _l("工作日")), SelectChoice("calendar", _l("自然日"))],
        default="working",
    )

    def validate_start(self, field: Field) -> None:
        """A year that the calendar can hold."""
        if field.data is not None and not 2000 <= field.data.year <= 2090:
            raise ValidationError(gettext("年份须在 2000 到 2090 之间。"))


def read_segments(text: str) -> list[Segment]:
    """The segments of a weekday's line; raises ValidationError for what is no time."""
    found: list[Segment] = []
    rest = text.replace("：", ":")
    places = list(_SEGMENT.finditer(rest))
    for index, place in enumerate(places):
        end = places[index + 1].start() if index + 1 < len(places) else len(rest)
        note = _SEPARATORS.sub(" ", rest[place.end() : end]).strip()
        found.append((_time(place[1], place[2]), _time(place[3], place[4]), note[:60]))
    before = rest[: places[0].start()] if places else rest
    if _SEPARATORS.sub("", before):
        raise ValidationError(gettext("请写成 09:00-12:00 13:30-17:00 的样子，不开放则留空。"))
    return found


def _time(hour: str, minute: str) -> dt.time:
    try:
        return dt.time(int(hour), int(minute))
    except ValueError:
        raise ValidationError(gettext("%(hour)s:%(minute)s 不是时间。", hour=hour, minute=minute)) from None
