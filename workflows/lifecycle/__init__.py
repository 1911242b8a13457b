"""States, moves, seats, permissions and the unit of work. Knows no kind of document."""
