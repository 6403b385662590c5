"""Which rooms this portal has, in the order of the navigation."""

from __future__ import annotations

from portal import (
    accounts,
    almanac,
    audit,
    dashboard,
    documents,
    files,
    jobs,
    ledgers,
    letters,
    residents,
    services,
    settings,
    signoffs,
    units,
)

ROOMS = (
    dashboard,
    residents,
    services,
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
