"""Payment months (发放): the frozen list of a month, its differences and anomalies, approval, the bank and what it returned.

What a household is due is decided in the files; here is what is paid because of it, and what became of the money.
"""
