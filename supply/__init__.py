"""What this program is made of besides its own code: read from installed packages, without a network."""
