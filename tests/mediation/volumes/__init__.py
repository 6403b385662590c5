"""Tests of volumes, their checks, scrutiny and payment by the case."""
