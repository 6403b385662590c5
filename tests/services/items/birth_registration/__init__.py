"""Tests of birth registration and of the newborn follow-up."""
