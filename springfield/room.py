"""Room for what a page calls: asked for once, not again at every step."""

ENOUGH = 40_000  # of these places a page takes a tenth


def roomy(function):
    """Whatever is called from this function finds its room in one piece of memory.

    Python keeps what is being called in pieces of 16 KB, and gives one back as soon as it is empty: calls that go back
    and forth over the edge of a piece ask for it anew each time, some five hundred times a page. A function that says
    it needs much is given one large piece, and what it calls goes on in that.
    """
    function.__code__ = function.__code__.replace(co_stacksize=ENOUGH)
    return function
