"""The one exception of the set-up; it stands alone so that each part of the set-up can raise it."""


class Failed(Exception):
    """The set-up cannot go on; the text names the mend."""
