"""The fields that this room's forms share; screening has the same, so that they are made where disputes are."""

from __future__ import annotations

from portal.disputes.form_fields import CheckboxesField, OfficeTimeField, keyed, office_now, worded

__all__ = ["CheckboxesField", "OfficeTimeField", "keyed", "office_now", "worded"]
