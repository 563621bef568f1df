"""What the pages of the competition share."""
