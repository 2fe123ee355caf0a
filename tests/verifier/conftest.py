"""What decisions need, borrowed from the tests of sharing."""

from tests.sharing.conftest import propose

__all__ = ["propose"]
