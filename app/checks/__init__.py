"""Findings, the rule catalogue and the formula calculator."""
