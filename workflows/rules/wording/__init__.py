"""The rules on wording and figures of every document (DT)."""
