"""What a street sends to its district: half-month, month and year reports made from the records, and the monthly bulletin."""
