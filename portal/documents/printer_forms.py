"""The forms of printers: adding and changing one, how far it feeds askew, and printing a paper on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.documents.models import Printer
from portal.documents.offsets import in_mm, read_tenths
from portal.documents.printers_queries import offset_of
from portal.errors import RuleBroken
from portal.web.addresses import as_key
from portal.web.forms import PortalForm
from portal.web.wording import in_words


def _key(text: object) -> int | None:
    """The key that a choice stands for; None for the empty one. Raises ValueError for what is no choice."""
    return None if text in (None, "") else as_key(str(text))


class ChangePrinterForm(PortalForm):
    """What a printer is called, where it stands, and whether it prints both sides."""

    name = StringField(
        _l("名称"), [InputRequired(), Length(max=60)], description=_l("例如：3 号窗口证卡打印机")
    )
    place = StringField(_l("位置"), [Length(max=60)], description=_l("例如：一楼大厅 3 号窗口"))
    is_duplex = BooleanField(_l("能自动双面打印"))


class AddPrinterForm(ChangePrinterForm):
    """A new printer of a unit."""

    unit_id = SelectField(_l("所属单位"), [InputRequired()], coerce=_key)


def _is_near(_form: PortalForm, field: Field) -> None:
    try:
        read_tenths(field.data or "")
    except RuleBroken as error:
        raise ValidationError(in_words(error)) from error


@dataclass(frozen=True)
class OffsetSeen:
    """What the form of one paper format shows of a printer."""

    version: int
    right: str
    down: str


class CalibratePrinterForm(PortalForm):
    """How far papers of one format are moved, in millimetres as a clerk types them."""

    right = StringField(
        _l("向右移"),
        [InputRequired(_l("请填写量得的毫米数，没有偏就填 0。")), Length(max=20), _is_near],
        description=_l("十字偏左几毫米就填几；偏右填负数，例如 -1.2；没有偏填 0。"),
    )
    down = StringField(
        _l("向下移"),
        [InputRequired(_l("请填写量得的毫米数，没有偏就填 0。")), Length(max=20), _is_near],
        description=_l("十字偏上几毫米就填几；偏下填负数，例如 -0.5；没有偏填 0。"),
    )

    paper_format = "a4"

    @classmethod
    def for_printer(cls, printer: Printer, paper_format: str) -> CalibratePrinterForm:
        """The form with what is set now."""
        form = cls(obj=_seen(printer, paper_format))
        form.paper_format = paper_format
        return form

    def show_conflict(self, record: Any) -> None:
        """Beside what was typed, what the other person set for the same format."""
        super().show_conflict(_seen(record, self.paper_format))


def _seen(printer: Printer, paper_format: str) -> OffsetSeen:
    offset = offset_of(printer, paper_format)
    right, down = (in_mm(offset.right), in_mm(offset.down)) if offset else ("", "")
    return OffsetSeen(printer.version, right, down)


class PrintDocumentForm(PortalForm):
    """How a paper goes to the printer, and what shares its sheet. Buttons elsewhere send neither: then as is natural."""

    way = RadioField(_l("打印方式"), [Optional()])
    beside = SelectField(_l("拼在一起的另一份"), [Optional()], coerce=_key)


class ChoosePrinterForm(PortalForm):
    """The printer beside this computer."""

    printer = SelectField(_l("打印机"), [Optional()], coerce=_key)
