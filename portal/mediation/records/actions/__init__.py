"""The verbs of the records, one file a subject: sessions, investigations, evidence, agents, participants, clauses."""
