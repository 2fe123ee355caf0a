"""What stands beside the words of an entry: how late it was written, how much it matters, whether a parent was told."""

LATE_AFTER_DAYS = 1
PARENT_TOLD = [
    ("told", "Told"),
    ("due", "Not told yet: they should be"),
    ("not_yet", "Not until the lead says"),
    ("unsafe", "Not safe to tell"),
    ("na", "No need"),
]
SIGNIFICANCE = [("routine", "Routine"), ("noted", "Worth noting"), ("significant", "Significant")]


def late_words(entry):
    """How late an entry, or a version of one, was written, in words; nothing where it was not."""
    days = (entry.written_at - entry.happened_at).days
    return f"Written down {days} day{'s' if days > 1 else ''} after it happened." if days >= LATE_AFTER_DAYS else ""


def told_of_others(entry):
    """Who was told of this child was not told of another: there it is still to be done."""
    return "due" if entry.parent_told in {"told", "unsafe"} else entry.parent_told
