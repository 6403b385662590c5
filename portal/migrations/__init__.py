"""Numbered migrations and what runs them."""
