"""Something to share: what Amara wrote, a decision that is signed, and what is said when it was shared."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from records.models import Entry

from .conftest import AGREED, TO_SHARE


@pytest.fixture
def entry(cast):
    """What Amara saw, thought and heard; her own words, so hers to read."""
    return Entry.write(
        by=cast.amara, folder=cast.leo.folder("developmental"), kind="observation", happened_at=timezone.now(),
        fact="A bruise on the left upper arm.", opinion="It looked like finger marks.", own_words="It hurts.",
    )  # fmt: skip


@pytest.fixture
def signed(propose, cast):
    decision = propose(AGREED, purpose_words="Speech therapy")
    decision.sign(by=cast.amara, outcome="share", **TO_SHARE)
    return decision


@pytest.fixture
def told(cast):
    just_now = f"{timezone.localtime() + timedelta(minutes=2):%Y-%m-%d %H:%M}"  # after it was signed, by any clock
    return {
        "contact": str(cast.contact.public_id), "method": "telephone", "shared_at": just_now,
        "taken_by": "Sol Worker", "reference": "R1", "will_do": "service", "tell": "before",
        "tell_words": "His mother, by telephone, this morning.", "agency_named": "yes", "checked": "on",
    }  # fmt: skip


def url(decision):
    return reverse("sharing:disclose", args=[decision.public_id])


def ticked(entry, part="fact", why="The therapist needs it to begin."):
    key = f"{entry.public_id.hex}_{part}"
    return {f"take_{key}": "on", f"why_{key}": why}


def confirm(client, decision, words):
    """Look at the preview, then confirm exactly that."""
    preview = client.post(url(decision), words)
    assert "preview" in preview.context, preview.context["form"].errors
    client.post(url(decision), words | {"previewed": preview.context["preview"].sha256})
    decision.refresh_from_db()
    return preview
