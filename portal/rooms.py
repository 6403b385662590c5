"""Which rooms this portal has, in the order of the navigation."""

from __future__ import annotations

from portal import (
    accounts,
    almanac,
    audit,
    dashboard,
    disputes,
    documents,
    files,
    jobs,
    ledgers,
    letters,
    mediation,
    residents,
    screening,
    services,
    settings,
    signoffs,
    units,
)

ROOMS = (
    dashboard,
    residents,
    services,
    mediation,
    screening,
    disputes,
    signoffs,
    letters,
    ledgers,
    almanac,
    accounts,
    units,
    settings,
    audit,
    documents,
    files,
    jobs,
)
