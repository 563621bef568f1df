"""The nouns and rules of a proposal's life; standard library only."""
