"""The forms of agreements and what follows: shape only; what may be is asked of the actions."""
