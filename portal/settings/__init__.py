"""What an administrator can change: typed, with validity dates and history. What an installation needs to start is in `config`."""

from portal.settings.registry import Definition, all_definitions, define, definition
from portal.settings.queries import value

__all__ = ["Definition", "all_definitions", "define", "definition", "value"]
