"""Meaning: embedders, vectors, lexical search, similarity."""
