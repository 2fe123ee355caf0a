"""Photographs, scans, papers and recordings that are kept with what was written: looked into, cleaned, encrypted."""
