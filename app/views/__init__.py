"""One blueprint per activity."""
