"""Errands (代办): what a colleague brings to another office for a resident, how far it is, and the result brought home."""
