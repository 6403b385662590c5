"""The calendar of duties: which unit owes which report, until when, and how it stands at this moment."""
