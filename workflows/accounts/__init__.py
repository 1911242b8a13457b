"""People, roles, agencies, passwords and sessions."""
