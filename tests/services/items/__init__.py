"""The items that are written in code."""
