"""Demonstration, measurements and what they share: the real server on this machine."""
