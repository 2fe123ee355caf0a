"""What of the versions of a decision, and of advice on it, is shown: what the page of the decision shows."""

from django.urls import reverse

from policy import packs
from records.history import viewable

from .facts import VALUES, Facts
from .grounds import reason_of
from .models import Advice, Decision
from .questions import QUESTIONS


def _home(decision, user):
    return reverse("sharing:decision", args=[decision.public_id])


def _answers(decision):
    """Each question that was answered, with its answer, a line each; one that is asked no more, as it was kept."""
    pack, known = packs.current(), {name: value for name, value in decision.facts.items() if _is_known(name, value)}
    asked = [question for question in QUESTIONS if question.is_fact and question.key != "group"]
    said = [(pack.questions[question.key], question.answer(Facts(**known))) for question in asked]
    lines = [f"{words.title}: {words.answers.get(value, value)}." for words, value in said if value]
    return "\n".join(lines + [f"{name}: {value}." for name, value in decision.facts.items() if name not in known])


def _is_known(name, value):
    return value is None or value in VALUES.get(name, ())


def _evidence(decision):
    titles = {key: question.title for key, question in packs.current().questions.items()}
    return "\n".join(f"{titles.get(key, key)}: {words}" for key, words in decision.because.items() if words)


def _standing(decision):
    rows = decision.standing.get("rows", [])
    return "\n".join(f"{row['who']}: {row['state'].lower()} ({row['footing']})" for row in rows)


def _recipient(decision):
    return f"{decision.contact.name}, {decision.contact.post}" if decision.contact else ""


def _in_the_packs_words(table, name):
    """Says a value that is a key of the policy pack in the words that belong to it."""
    return lambda decision: getattr(packs.current(), table).get(getattr(decision, name), getattr(decision, name))


viewable(
    Decision.objects.to_look_at,
    home=_home,
    called=lambda decision: decision.request.asked_for if decision.request else "A decision about sharing",
    words={
        "facts": _answers,
        "because": _evidence,
        "standing": _standing,
        "agency": lambda decision: decision.agency.name if decision.agency else "",
        "contact": _recipient,
        "purpose": _in_the_packs_words("purposes", "purpose"),
        "information": _in_the_packs_words("information", "information"),
        "legal_basis": _in_the_packs_words("legal_bases", "legal_basis"),
        "special_condition": _in_the_packs_words("special_conditions", "special_condition"),
        "legal_power": _in_the_packs_words("legal_powers", "legal_power"),
        "why_not_asked": reason_of,
        "ground": _in_the_packs_words("grounds", "ground"),
        "tell": _in_the_packs_words("tell_words", "tell"),
    },
    shown={
        "state": "Where it stands",
        "comment": "What was said when it was sent back or opened again",
        "outcome": "Decision",
        "decided_by": "Signed by",
        "decided_as": "In the role of",
        "signed_at": "Signed",
        "rationale": "Reasons",
        "against_verdict": "Against the rules, because",
        "is_override": "Without agreement",
        "ground": "Ground",
        "necessity": "Necessary because",
        "alternatives": "Less intrusive ways",
        "balanced": "Rights balanced",
        "if_nothing": "If nothing is shared",
        "facts": "What was answered",
        "because": "What the answers rest on",
        "standing": "Where agreement stands",
        "welfare": "Safety and welfare",
        "others_at_risk": "Others at risk",
        "could_be_harmed": "Sharing could harm",
        "purpose": "Purpose",
        "purpose_words": "Purpose, in words",
        "agency": "Which organisation would receive it",
        "contact": "Who there would receive it",
        "information": "Which information",
        "legal_basis": "Lawful basis",
        "special_condition": "Condition for sensitive information",
        "legal_power": "Legal power",
        "why_not_asked": "Why nobody was asked",
        "why_not_asked_words": "Why nobody was asked, in words",
        "tell": "Is the person told?",
        "tell_words": "How they were told, or why not yet",
        "tell_on": "Told on, or looked at again on",
        "safety_plan": "Kept safe by",
        "review_on": "Looked at again on",
        "urgent": "Urgent",
        "due_at": "Due",
        "proposed_by": "Asked by",
        "proposed_at": "Asked",
        "look_on": "Looked at next on",
        "told_at": "The person or family was told",
        "told_how": "How they were told of it",
        "told_by": "Told by",
        "tell_look_on": "Telling them is looked at next on",
        "tell_looked_by": "Who looks at telling them",
        "second_first": "Nothing leaves before a second person has looked",
        "second_due_at": "A second person looks at it by",
        "second_by": "Second person",
        "second_at": "Second person looked at it",
        "second_said": "What the second person said",
        "requester_told_by": "Whoever asked was told by",
        "requester_told_at": "Whoever asked was told",
        "requester_told_how": "How they were told it",
        "sha256": "Fingerprint of what was signed (SHA-256)",
    },
)
viewable(
    Advice.objects.open_to,
    home=lambda advice, user: _home(advice.decision, user),
    called=lambda advice: f"Advice from {advice.door}",
    written_with=lambda advice: [advice.decision],
    shown={
        "door": "Which service",
        "asked_by": "Asked by",
        "asked_at": "Asked",
        "asked": "What was asked",
        "named": "The person was named",
        "person": "Who was spoken to",
        "advised": "What was advised",
        "advised_at": "Advice came",
        "done": "What was done about it",
    },
)
