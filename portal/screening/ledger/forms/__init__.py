"""The forms of the ledger of disputes: they ask about shape only."""
