"""The phone ballot; knows voting, nothing of models."""
