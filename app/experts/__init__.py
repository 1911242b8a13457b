"""Experts of no agency: invitation, sign-in by link, their part of a sheet."""
