"""The hall, tested: rules, reading, pages, paper."""
