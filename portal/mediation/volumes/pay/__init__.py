"""Payment by the case (以案定补): lists made from checked volumes, three signers, a ledger and a paper."""
