"""What is done to a dispute, whichever room works on it."""
