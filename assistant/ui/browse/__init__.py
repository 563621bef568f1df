"""The parts of 둘러보기."""
