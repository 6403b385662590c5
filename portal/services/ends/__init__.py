"""What stops or ends a case, on paper."""
