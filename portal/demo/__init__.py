"""The synthetic street: units, staff, people and cases that fill an empty instance for showing and training."""

from portal.demo.filling import DemoRefused, account_lines, fill, known_password

__all__ = ["DemoRefused", "account_lines", "fill", "known_password"]
