"""What the pages of the oversight desk ask."""
