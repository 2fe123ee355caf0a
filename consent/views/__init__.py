"""The pages about telling, asking and hearing, and about who decides."""
