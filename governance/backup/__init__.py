"""Copies that nobody on this machine can open, and the way back from one."""
