"""The verbs of agreements and what follows, one file per stage."""
