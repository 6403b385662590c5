"""Tests of temporary relief."""
