"""Tests of the support of destitute persons."""
