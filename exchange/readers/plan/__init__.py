"""Readers of annual plans: text and JSON into the import shape."""
