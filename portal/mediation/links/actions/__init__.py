"""What is done about links, a module for each. Each checks the right; the query that loaded the case checked the scope."""
