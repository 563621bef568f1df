"""The same services for a terminal and for files in bulk."""
