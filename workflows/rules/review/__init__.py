"""The rules on opinions, sign-offs and time limits (RV, SG, TM)."""
