"""Every page of the service by its name, found by walking the addresses, however deep they are included."""

from django.urls import URLPattern, get_resolver


def pages(patterns=None, namespace=""):
    """(name, pattern) of every address, the sign-in library's too."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from pages(pattern.url_patterns, inner)


def ours():
    """The pages we wrote; the sign-in library's have a table of their own (springfield/doors.py)."""
    return {name: pattern for name, pattern in pages() if not name.startswith(("account_", "mfa_"))}


def taken_by(pattern):
    """The methods that a page takes, as its view says."""
    view = pattern.callback
    while view:
        names = view.__code__.co_freevars if hasattr(view, "__code__") else ()
        if "request_method_list" in names:
            return set(view.__closure__[names.index("request_method_list")].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return None
