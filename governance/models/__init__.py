"""Proposals to destroy what is kept no longer, and the holds that forbid it."""

from .disposal import Disposal
from .hold import Hold

__all__ = ["Disposal", "Hold"]
