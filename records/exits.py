"""What leaves by hand, as a list, a copy or a print: what is locked away is struck out of it, and nothing else (S-22).

Reading inside the service is not leaving. Every page from which something is taken away stands in
tests/architecture/test_exits.py, with what reads it on its way out.
"""

from .safe_address import found_in, struck_out


def struck_from(thing, protected):
    """The same words with a mark in place of whatever is locked away: a text, or lists and tables of texts."""
    if not protected:
        return thing
    if isinstance(thing, str):
        return struck_out(thing, *protected)
    if isinstance(thing, dict):
        return {name: struck_from(said, protected) for name, said in thing.items()}
    return [struck_from(said, protected) for said in thing] if isinstance(thing, list | tuple) else thing


def words_in(thing):
    """Every text in lists and tables of texts, one a line, as a machine reads them."""
    if isinstance(thing, dict):
        thing = list(thing.values())
    if isinstance(thing, list | tuple):
        return "\n".join(filter(None, map(words_in, thing)))
    return thing if isinstance(thing, str) else ""


def kinds_in(thing, protected):
    """What kinds of thing that is locked away stand in it, each once; never the words themselves."""
    return sorted({one.kind for one in found_in(words_in(thing), protected)})
