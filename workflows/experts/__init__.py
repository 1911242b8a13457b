"""Outside experts: asked by letter, let in by a link and a code, heard, answered, and asked again (workflow.md §4)."""
