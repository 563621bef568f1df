"""Office files and tables in and out."""
