"""Gender-impact sheets, the decisions on them and the officer's desk."""
