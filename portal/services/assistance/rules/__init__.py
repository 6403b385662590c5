"""The rules of social assistance as pure functions: who counts, what income is, what a household is paid, when it is reviewed.

Nothing here reads a database, a setting or a clock: what an office may choose comes in as `terms.Terms`.
"""
