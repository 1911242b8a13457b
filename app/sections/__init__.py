"""Any kind of document without pages of its own: drafted section by section, shown and printed from its form."""
