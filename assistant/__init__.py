"""제안 도우미: a proposal's way from the first draft to a human-voted award."""
