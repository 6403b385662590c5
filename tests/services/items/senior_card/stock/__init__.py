"""Tests of the stock book of blank cards."""
