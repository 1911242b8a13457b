"""What the forms of the documents hold, as data: sections, fields, rows, form versions."""
