"""The audit log: reading, verification, export."""
