"""Reviewing what changed, opinions and their answers."""
