"""The tests: a mirror of `portal/`, with the page client in `page.py` and the people they need in `factories/`."""
