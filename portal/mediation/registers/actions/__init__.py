"""The verbs of the register: reports of statistics, and old registers that come in."""
