"""Revisions of a document and what happened to it."""
