"""The verbs of the calendar: special periods, and lists of reports that are chased."""
