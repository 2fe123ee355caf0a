"""Decisions to share or not to share, and what left: the fourth floor."""
