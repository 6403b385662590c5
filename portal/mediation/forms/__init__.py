"""The forms of the cases' pages: intake with its rows of parties, the verbs of the life, committees and mediators."""
