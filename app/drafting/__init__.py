"""Writing a plan, section by section and row by row."""
