"""What a file was called by whoever attached it, made harmless: shown inside only, and never the name it leaves by."""

import unicodedata

LONGEST = 100


def cleaned(name: str, extension: str) -> str:
    """One short line without paths, and without letters that hide or turn round what follows; with its true ending."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter)[0] not in "CZ" or letter == " ")
    stem = " ".join(unicodedata.normalize("NFC", seen).split()).strip(". ")
    before, dot, ending = stem.rpartition(".")
    if dot and len(ending) <= 5:
        stem = before.strip(". ")
    return f"{stem[:LONGEST] or 'file'}.{extension}"
