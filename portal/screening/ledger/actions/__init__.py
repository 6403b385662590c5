"""What is done with the disputes of screening."""
