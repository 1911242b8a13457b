"""What is saved of a document: editing, validation, merging and comparison."""
