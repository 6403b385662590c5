"""Paper: numbers without gap or repeat, frozen facts, bytes made once and kept, and the check that a paper is genuine.

Rooms declare their papers with `kinds.define_kind` and hand over frozen facts; this room never sees their records.
"""

from __future__ import annotations
