"""Trying out, on a copy, what must never be needed: coming back from a backup, and finding what was tampered with."""
