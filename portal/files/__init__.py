"""Attachments and scans: recognised by content, re-encoded, kept sealed in the instance folder, and never executed."""

from __future__ import annotations
