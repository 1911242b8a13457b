"""What each page shows, made ready for its template: no database writes, no routes."""
