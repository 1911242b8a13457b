"""Writers: from what is stored to files."""
