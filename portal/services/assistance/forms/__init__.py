"""The forms of social assistance, one file per subject."""
