"""Facts weighed by the law of one day, as this organisation has it switched: what the pages and records ask."""

from django.utils import timezone

from policy import packs

from .rules import weigh


def weighed(facts, on=None):
    """The verdict under the law of that day; of today where none is given."""
    return weigh(facts, packs.current().binding(on or timezone.localdate()))


def editions():
    """Which policy and which law a verdict was reached by, as a signed decision keeps it; with what was switched on."""
    pack, book = packs.current(), packs.book()
    return {
        "pack": pack.name,
        "edition": pack.edition,
        "pack_sha256": pack.sha256,
        "policy_document": pack.policy_document,
        "law_edition": book.edition,
        "law_sha256": book.sha256,
        "law": sorted(pack.binding(timezone.localdate())),
    }
