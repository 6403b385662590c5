"""Tests of agreements and what follows them."""
