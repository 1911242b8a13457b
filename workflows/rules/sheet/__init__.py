"""The rules on the gender-impact sheet (GI)."""
