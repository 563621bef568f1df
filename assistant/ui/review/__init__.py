"""The pieces of the pages between submission and the sealed package."""
