"""One view for each page of the oversight desk."""
