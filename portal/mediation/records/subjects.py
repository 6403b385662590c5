"""Which kinds of records have a page of signatures: how each is found, what it is called and where it is read.

Sessions, investigations and powers of attorney stand here; other pieces of this room add theirs with `define_subject`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.actor import Actor
from portal.errors import N_, NotFound
from portal.mediation.records.models import CaseAgent, Investigation, MediationSession
from portal.mediation.records.queries import get_record


@dataclass(frozen=True)
class Subject:
    """A kind of record in the address `/mediation/signatures/<code>/<id>`.

    `model` is the class of its records; `find` checks the reader's right; `endpoint` with `key` leads back to the record;
    `wants_seal` adds the committee's seal.
    """

    code: str
    model: str
    label: str
    find: Callable[[Actor, int], Any]
    endpoint: str
    key: str
    wants_seal: bool = False


_subjects: dict[str, Subject] = {}


def define_subject(subject: Subject) -> None:
    """Give a kind of record its page of signatures; registering it again replaces it."""
    _subjects[subject.code] = subject


def subject_for(model: str) -> Subject:
    """The kind whose records are of this class; raises NotFound."""
    for one in _subjects.values():
        if one.model == model:
            return one
    raise NotFound


def subject_of(code: str) -> Subject:
    """The kind with this code; raises NotFound."""
    if code not in _subjects:
        raise NotFound
    return _subjects[code]


for _made in (
    Subject(
        "session",
        "MediationSession",
        N_("调解记录"),
        lambda actor, key: get_record(actor, MediationSession, key),
        "mediation_records.read_session",
        "session_id",
    ),
    Subject(
        "investigation",
        "Investigation",
        N_("调查记录"),
        lambda actor, key: get_record(actor, Investigation, key),
        "mediation_records.read_investigation",
        "investigation_id",
    ),
    Subject(
        "power", "CaseAgent", N_("授权委托书"), lambda actor, key: get_record(actor, CaseAgent, key), "", ""
    ),
):
    define_subject(_made)
