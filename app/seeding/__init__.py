"""Sample data, made by walking the same verbs as everybody: no state column is ever set here."""
