"""A proposal as the office documents people hand around."""
