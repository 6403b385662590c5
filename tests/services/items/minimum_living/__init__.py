"""Tests of low-income support, from the declaration to the grant."""
