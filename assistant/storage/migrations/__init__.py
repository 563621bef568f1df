"""Alembic's steps from an empty database to today's tables.

Law: a step that has run anywhere is never edited; the next one mends it.
"""
