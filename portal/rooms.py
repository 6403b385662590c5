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
    residents,
    services,
    settings,
    units,
)

ROOMS = (
    dashboard,
    residents,
    services,
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
