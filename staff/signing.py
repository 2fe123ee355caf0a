"""A signature is the signer's own password, given again at that moment."""

from enum import Enum

from django.core.cache import cache

TRIES, WINDOW = 5, 5 * 60


class Signature(Enum):
    RIGHT = "right"
    WRONG = "wrong"
    TOO_OFTEN = "too often"


def check(user, password):
    """Compare a password, at most five wrong ones in five minutes; after that not even the right one is heard.

    Each try takes one of five hooks (taking one is atomic, so tries at the same moment do not share); a right
    password hangs it back, a wrong one leaves it taken for five minutes.
    """
    hooks = (f"signature:{user.pk}:{number}" for number in range(TRIES))
    hook = next((hook for hook in hooks if cache.add(hook, True, WINDOW)), None)
    if hook is None:
        return Signature.TOO_OFTEN
    if not user.check_password(password):
        return Signature.WRONG
    cache.delete(hook)
    return Signature.RIGHT
