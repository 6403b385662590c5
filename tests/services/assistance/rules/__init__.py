"""The rules of social assistance: pure functions, no database."""
