"""The register of what people said: its lists, the copy that leaves, and an earlier one brought in."""
