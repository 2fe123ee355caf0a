"""What an entry was already used for: a higher app says it, for whoever moves or corrects that entry."""

USES = []


def uses_entries(function):
    """Register a function of entry and user that gives (words, address) for each use.

    The address is empty where the user may not open it; the words name nobody and say nothing of what was shared.
    """
    USES.append(function)
    return function


def uses_of(entry, user):
    return [use for function in USES for use in function(entry, user)]
