"""Shares as screening says them: in tenths of a percent, rounded once; nothing of nothing is a dash and never nought."""

from __future__ import annotations


def tenths(part: int, whole: int) -> int | None:
    """A share in tenths of a percent, rounded half up once; None for 0/0, which is said as `—` and never as nought."""
    return (2 * part * 1000 + whole) // (2 * whole) if whole else None


def percent(value: int | None) -> str:
    """Tenths of a percent in words."""
    return "—" if value is None else f"{value // 10}.{value % 10}%"


def change(now: int | None, before: int | None) -> str:
    """The change against the month before in percentage points; `—` where either month has none."""
    if now is None or before is None:
        return "—"
    difference = now - before
    return f"{'+' if difference > 0 else '-' if difference < 0 else ''}{abs(difference) // 10}.{abs(difference) % 10}"
