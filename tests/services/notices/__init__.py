"""Public notices, tested: rules, reading, pages, paper, and scenario 21."""
