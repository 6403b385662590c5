"""Bundles of items."""
