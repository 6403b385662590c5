"""What each role may do about disputes and in people's mediation; `roles` joins it to the rest of the one table."""

from __future__ import annotations

_READ = {"mediation.read_case"}
# What a mediator does, from the application at the door to the agreement and its performance.
_MEDIATE = _READ | {
    "mediation.open_case",
    "mediation.accept_case",
    "mediation.refuse_case",
    "mediation.mediate",
    "mediation.pause_case",
    "mediation.end_case",
    "mediation.conclude",
    "mediation.follow_agreement",
    "mediation.close_case",
    "mediation.archive_case",
}

MEDIATION_RIGHTS: dict[str, set[str]] = {
    "mediator": _MEDIATE,
    "chair": _MEDIATE,
    "justice": _READ | {"mediation.guide_committees"},
    "supervisor": _READ,
}
