"""The verbs of a street's report and of its bulletin."""
