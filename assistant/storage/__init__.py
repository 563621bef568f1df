"""SQL is the truth; rows never leave this folder."""
