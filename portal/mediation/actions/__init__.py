"""What is done in a mediation: one module a stage. Each checks the right; the query that loaded the case checked the scope."""
