"""The register of mediations (人民调解登记簿), its statistics, the categories of both schemes, and old registers coming in."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the tables."""
    from portal.mediation.registers import models  # noqa: F401  (its tables)
