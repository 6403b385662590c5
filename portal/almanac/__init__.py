"""Working days, make-up days and opening hours, as tables that an administrator keeps; the arithmetic is in `standards`."""
