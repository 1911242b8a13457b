"""Writers: from what the house keeps to files."""
