"""The senior card."""
