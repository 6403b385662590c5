"""The application form of any item (申请表): whose it is, what they answered, what they hand in, what they promise."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import said
from portal.documents.kinds import define_kind
from portal.documents.papers import ApplicationFacts

KIND = "application_form"


@dataclass(frozen=True, kw_only=True)
class FormLine:
    """One question with its answer; `is_wide` takes the whole width."""

    label: str = said("栏目")
    value: str = said("填写内容", default="")
    is_wide: bool = False


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """One row of a table on the form."""

    cells: tuple[str, ...] = said("表格内容", default=())


@dataclass(frozen=True, kw_only=True)
class FormTable:
    """A question in rows."""

    title: str = said("表格名称")
    columns: tuple[str, ...] = said("表格栏目")
    rows: tuple[FormRow, ...] = said("表格内容", default=())


@dataclass(frozen=True, kw_only=True)
class PrintedForm(ApplicationFacts):
    """申请表. Numbers come masked: the paper itself is seen at the counter, and the whole number is in the register."""

    form_title: str = said("表名")
    applied_on: dt.date
    subject: tuple[FormLine, ...] = said("申请人信息", default=())
    agent_lines: tuple[FormLine, ...] = said("代办人信息", default=())
    answers: tuple[FormLine, ...] = said("申请内容", default=())
    tables: tuple[FormTable, ...] = said("申请内容", default=())
    materials: tuple[str, ...] = said("提交的材料", default=())
    promise: str = said("承诺")


define_kind(KIND, "申请表", PrintedForm, formats=("a4",), permission="services.read_application")
