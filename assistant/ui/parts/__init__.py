"""Pieces of screen that several pages share; each is given what it shows and fetches nothing itself."""
