"""Opinions, answers, sign-offs, findings and the severities an agency raises."""
