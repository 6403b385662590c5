"""Service items made in the browser, without code: drafts, their checks, preview, test run, publication, exchange as files."""
