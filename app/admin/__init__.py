"""People, roles, agencies and the outbox, for administrators."""
