"""Letters to bodies outside, tested: rules, reading, pages, paper."""
