"""Going through the questions in a browser's place: what a worker posts, page by page."""

from django.urls import resolve, reverse

from sharing.models import Decision, Draft

WELFARE = {
    "welfare": "He needs to be seen by somebody who can examine him.",
    "if_nothing": "He may be hurt again.",
    "others_at_risk": "His baby sister",
    "could_be_harmed": "nobody",
}
BRUISE = {"answer": "suspected", "because": "A second bruise on the upper arm, and two explanations."}
PURPOSE = {
    "answer": "yes",
    "purpose": "protection",
    "purpose_words": "So that a social worker can see him at home.",
    "information": "safeguarding",
}
LAW = {
    "legal_basis": "recognised_legitimate_interest",
    "special_condition": "safeguarding",
    "legal_power": "children_act_1989_s47",
    "why_not_asked": "undoes_protection",
    "why_not_asked_words": "His mother has said no twice.",
    "tell": "before",
}
NEEDED = {"needed": "What was seen on both days.", "method": "telephone"}
SIGNATURE = {
    "rationale": "She agreed, the speech therapist needs it to begin, and nothing else leaves.",
    "checks": ["necessary", "proportionate", "relevant", "adequate", "accurate", "timely", "secure"],
    "no_conflict": "on",
    "password": "correct horse battery",
}


def calm(cast, **different):
    """A child, no harm, a purpose, and somebody checked at the other end."""
    return {
        "danger": "no",
        "welfare": WELFARE,
        "harm": {"answer": "no"},
        "serious_crime": "no",
        "recipient": {"contact": f"contact:{cast.contact.public_id}"},
        "purpose": PURPOSE,
        "identifiable": "yes",
        "confidential": "yes",
        "unsafe_to_ask": {"answer": "no"},
        "consent": "none",
        "duty": "none",
        "bar": {"answer": "no"},
        "right_way": NEEDED,
        "recorded": LAW,
    } | different


def start(client, person, **said):
    client.post(
        reverse("sharing:start", args=[person.public_id]),
        {"people": [str(person.public_id)], "asks": "ours", **said},
    )
    return Draft.objects.latest("pk")


def put(client, draft, page, said, seen=None):
    """Fill in one page of a draft. ``said`` is an answer, or everything the page asks."""
    draft.refresh_from_db()
    words = {"answer": said} if isinstance(said, str) else said
    return client.post(address(draft, page), {"seen": draft.version if seen is None else seen, **words})


def address(draft, page):
    if page in ("welfare", "request", "recipient_new"):
        return reverse(f"sharing:{page.removesuffix('_new')}", args=[draft.public_id])
    return reverse("sharing:question", args=[draft.public_id, page])


def walk(client, draft, answers):
    """Answer each page that is shown until the way ends; returns the keys of the pages in the order they came."""
    shown = []
    response = client.get(address(draft, "danger"))
    page = "danger"
    while True:
        response = put(client, draft, page, answers[page])
        assert response.status_code == 302, response.context["form"].errors
        shown.append(page)
        match = resolve(response["Location"])
        if match.url_name == "lead":
            return shown
        page = match.kwargs.get("key", match.url_name)


def lead_of(client, draft):
    return client.get(reverse("sharing:lead", args=[draft.public_id]))


def send(client, draft):
    draft.refresh_from_db()
    client.post(reverse("sharing:propose", args=[draft.public_id]), {"seen": draft.version})
    return Decision.objects.latest("pk")
