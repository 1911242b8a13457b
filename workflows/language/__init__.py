"""Reading written Chinese: characters, figures, dates, units, likeness of texts. Knows no document."""
