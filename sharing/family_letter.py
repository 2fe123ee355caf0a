"""The letter that tells the person or the family of a decision, in plain words and in the languages of the pack."""

from policy import packs, sheets


def letter_of(decision, language="en"):
    """Its blocks, and the languages it can be had in; an unknown language is English."""
    pack = packs.current()
    offered = sheets.letter_languages(pack)
    language = language if language in offered else "en"
    words = sheets.words(pack, language)
    ask = pack.asking_to_see
    said = {
        "whom": decision.agency.name if decision.agency else pack.organisation,
        "what": words.information.get(decision.information, ""),
        "why": words.purposes.get(decision.purpose, ""),
        "ask": f"{ask.name}, {pack.organisation}, {ask.number}",
    }
    kind = "shared" if decision.outcome == "share" else "not_shared"
    return {
        "blocks": sheets.letter(pack, language, kind, **said),
        "language": language,
        "languages": offered,
        "unchecked": language != "en" and not words.checked_on,
    }
