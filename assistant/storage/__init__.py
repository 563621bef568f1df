"""The truth on disk: every text, decision and act, in SQLite or PostgreSQL.

Law: rows never leave this folder; domain values do.
"""
