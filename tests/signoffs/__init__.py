"""Signatures of a chain, tested: rules and the chain as a page shows it."""
