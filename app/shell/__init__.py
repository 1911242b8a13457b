"""What surrounds every request: access, sessions, errors, rendering, addresses."""
