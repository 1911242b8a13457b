"""Gender impact: who owes a sheet, who decides, when a sheet is stale."""
