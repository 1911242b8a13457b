"""Annual plans: lists, creation, import, one plan, its indicators."""
