"""The rules on the annual plan as a whole (AP)."""
