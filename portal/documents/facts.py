"""What a paper says, as frozen dataclasses of plain values: turned to JSON when a paper is issued, and back when it is rendered.

A room declares the dataclass of its paper; the paper engine never sees a record of a room.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
import json
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

Facts = TypeVar("Facts")


def said(label: str, **more: Any) -> Any:
    """A dataclass field with the Chinese label by which a message names it."""
    return dataclasses.field(metadata={"label": label}, **more)


@dataclass(frozen=True, kw_only=True)
class PaperFacts:
    """What every paper says about the office that hands it out."""

    office: str = said("单位名称")
    office_phone: str = said("联系电话")
    complaint_phone: str = said("监督电话", default="")
    office_address: str = said("单位地址", default="")

    @property
    def own_number(self) -> str:
        """The number that stands on a paper which takes none from a book of its own (a card's 证号), for its proof."""
        return ""

    @property
    def holder(self) -> str:
        """Whose paper it is, for a clerk who sorts a pile; empty for a paper that is nobody's."""
        return ""


def to_plain(value: Any) -> Any:
    """The value as JSON can hold it; raises TypeError for anything that is not a plain value."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if value is None or isinstance(value, (str, int, bool)):
        return value
    raise TypeError(
        f"{type(value).__name__} is not a plain value; a paper's facts hold texts, numbers, dates and tuples"
    )


def from_plain(shape: type[Facts], plain: dict[str, Any]) -> Facts:
    """The dataclass again; a field added since with a default keeps its default, an unknown one raises KeyError."""
    hints = typing.get_type_hints(shape)
    unknown = set(plain) - set(hints)
    if unknown:
        raise KeyError(f"{shape.__name__} has no field {sorted(unknown)[0]}")
    return shape(**{name: _revive(hints[name], value) for name, value in plain.items()})


def _revive(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _revive(next(arm for arm in typing.get_args(hint) if arm is not type(None)), value)
    if origin is tuple:
        return tuple(_revive(typing.get_args(hint)[0], item) for item in value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return from_plain(hint, value)
    if hint is bytes:
        return base64.b64decode(value)
    if hint is dt.date:
        return dt.date.fromisoformat(value)
    if hint is Decimal:
        return Decimal(value)
    return value


def digest(plain: Any) -> str:
    """SHA-256 of the facts in one canonical spelling."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def list_texts(facts: Any) -> Iterator[tuple[str, str, str]]:
    """Every text in the facts with its field's name and label, nested ones under the outermost field's name."""
    for field in dataclasses.fields(facts):
        label = str(field.metadata.get("label", field.name))
        for text, inner in _texts(getattr(facts, field.name), label):
            yield field.name, inner, text


def _texts(value: Any, label: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield value, label
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item, label)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for _name, inner, text in list_texts(value):
            yield text, inner
