"""The rules on key performance indicators (KP)."""
