"""Makers of the people and records that tests need, one file per room; all of them synthetic."""
