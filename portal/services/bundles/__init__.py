"""Bundles (高效办成一件事): several items applied for with one set of answers and materials, followed each to its end."""
