"""Which rooms this portal has, in the order of the navigation."""

from __future__ import annotations

from portal import accounts, dashboard

ROOMS = (dashboard, accounts)
