"""The engine of sessions: Django asks for a module with a class of this name."""

from .models.session import Store as SessionStore

__all__ = ["SessionStore"]
