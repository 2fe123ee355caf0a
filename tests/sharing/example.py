"""One invented decision, whole: Leo's nursery asked nobody, the lead decided, children's social care was told."""

from copy import deepcopy

from sharing.record import INTERNAL

WELFARE = {"id": "S-13", "words": "Welfare comes first in every decision to share or not to share."}
HARM = {"id": "S-18", "words": "Where significant harm is suspected, safety and welfare outrank everything else."}
LEAD = {"id": "S-24", "words": "A safeguarding lead or senior leader decides whether the public interest is enough."}

RECORD = {
    "v": 1,
    "public_id": "6f1c0f0e-58a5-4c3b-9a53-0f6c5a7a2d11",
    "marking": INTERNAL,
    "organisation": "The Alder Lane Project",
    "policy": {
        "title": "Data sharing and confidentiality policy",
        "edition": "May 2026",
        "sha256": "5f" * 32,
        "law_edition": "2026.2",
        "law_sha256": "a7" * 32,
    },
    "persons": [
        {
            "name": "Leo Marsh",
            "born_on": "2022-03-09",
            "due_on": None,
            "group": "Child",
            "folder": "Safeguarding folder 41c9e07b",
        },
        {
            "name": "Baby Marsh",
            "born_on": None,
            "due_on": "2026-09-02",
            "group": "Child, not yet born",
            "folder": "Safeguarding folder 7d20aa31",
        },
    ],
    "request": {
        "name": "Amara Nwosu",
        "post": "Family support worker",
        "organisation": "The Alder Lane Project",
        "asked_at": "2026-05-12T15:40:00Z",
        "reference": "AL-2026-0117",
        "asked_for": "What was seen and heard on 12 May, and the dates of the three earlier concerns.",
        "purpose": "To protect a child from harm",
        "why": "Leo came in with a bruise on his ear that nobody at home could explain, the third in six weeks.",
    },
    "welfare": {
        "statement": "Leo needs to see a doctor today, and somebody must find out whether he is safe at home tonight.",
        "if_nothing": "He may be hurt again before anybody sees him.",
        "others_at_risk": "The baby his mother is expecting.",
        "could_be_harmed": "His mother, if her partner learns that she spoke to us before she is safe.",
    },
    "questions": [
        {
            "question": "Is there a legitimate purpose for sharing?",
            "answer": "Yes: protecting a child from harm",
            "settled_by": None,
            "clauses": [WELFARE],
        },
        {
            "question": "Does the information identify a person?",
            "answer": "Yes",
            "settled_by": None,
            "clauses": [],
        },
        {
            "question": "Is it confidential?",
            "answer": None,
            "settled_by": "harm is suspected, so it is shared to protect him either way",
            "clauses": [HARM],
        },
    ],
    "verdict": {
        "outcome": "SHOULD_WITHOUT_CONSENT",
        "title": "Share to protect.",
        "sentence": "It does not depend on agreement.",
        "rule": "harm_to_a_child_or_to_others",
        "reasons": ["Harm to a child is suspected.", "The recipient can protect him."],
        "clauses": [HARM, LEAD],
        "missing": ["Whether his mother can be told safely"],
        "decides": "A designated safeguarding lead or senior leader",
        "urgent": True,
    },
    "standing": {
        "state": "Refused",
        "rows": [
            {
                "who": "Tess Marsh",
                "footing": "Mother, with parental responsibility",
                "state": "Refused",
                "given_on": "2026-05-12",
                "until_on": "2027-05-11",
                "recipient": "Westmere children’s social care",
                "purpose": "To protect a child from harm",
            }
        ],
    },
    "told": {
        "answer": "Not yet",
        "told_at": None,
        "how": None,
        "why_not": "Her partner reads her telephone; the social worker will choose when and how.",
        "review_on": "2026-05-19",
    },
    "advice": [
        {
            "door": "Westmere children’s advice line",
            "person": "Ola Brandt, duty adviser",
            "asked_at": "2026-05-12T16:05:00Z",
            "named": False,
            "advised": "Refer today, and do not speak to the partner first.",
            "done": "Referred within the hour.",
        }
    ],
    "law": {
        "basis": "Recognised legitimate interest: safeguarding",
        "condition": "Safeguarding of children and of individuals at risk",
        "without_consent": "Asking would undo the protection, or their no would be overruled",
        "without_consent_because": "She said no twice, and he cannot wait.",
        "policy_document": "Appropriate policy document, 2026.1",
        "power": "Children Act 2004, section 11",
    },
    "override": {
        "ground": "A child is at risk of significant harm",
        "necessity": "Social care cannot see him tonight without knowing what we saw.",
        "alternatives": "Asking his mother again, or waiting for Thursday’s health visitor: both leave him at home.",
        "balanced": "Leo’s right to be safe against his mother’s to keep family matters private.",
        "if_nothing": "He may be hurt again before anybody looks.",
    },
    "decision": {
        "outcome": "Share",
        "sentence": "Share what was seen on 12 May, and the earlier dates, with social care, without agreement.",
        "rationale": "Three injuries in six weeks, none explained, in a child who cannot yet say what happened.\n\n"
        "His mother refused because she is afraid; that is a reason to act and not a reason to wait.",
        "reasons": "The information is the least that lets a social worker decide whether to see him tonight.",
        "against_verdict": None,
        "conflict": "None declared",
        "checked": ["Needed: the purpose cannot be reached without it", "In time: early enough to help"],
        "decided_by": {"name": "Dee Okafor", "post": "Manager", "role": "Designated safeguarding lead for children"},
        "decided_at": "2026-05-12T16:20:00Z",
    },
    "second_review": {
        "by": {"name": "Sena Achterberg", "post": "Director", "role": "Senior leader"},
        "reviewed_at": "2026-05-13T08:15:00Z",
        "said": "I agree. It was right not to wait.",
    },
    "recipient": {
        "agency": "Westmere Council",
        "name": "Marta Quill",
        "post": "Duty social worker",
        "verified": "Called back on 01632 960117, the number in our directory",
        "verified_at": "2026-05-12T16:30:00Z",
    },
    "supplied": [
        {
            "what": "Bruise on the left ear, seen at 14:10",
            "why_needed": "To judge whether he must be seen by a doctor today",
            "nature": "Fact",
            "source": "Amara Nwosu",
            "happened_on": "2026-05-12",
            "written_on": "2026-05-12",
        },
        {
            "what": "“Bad man shouts”",
            "why_needed": "The only thing he has said himself",
            "nature": "Reported",
            "source": "Leo, to Amara Nwosu",
            "happened_on": "2026-05-12",
            "written_on": "2026-05-12",
        },
        {
            "what": "He was quieter than usual",
            "why_needed": "A change since March",
            "nature": "Opinion",
            "source": None,
            "happened_on": None,
            "written_on": "2026-05-08",
        },
    ],
    "disclosure": {
        "method": "Telephone, then the council’s secure form",
        "shared_at": "2026-05-12T16:35:00Z",
        "by": {"name": "Amara Nwosu", "post": "Family support worker", "role": "Practitioner"},
        "taken_by": "Marta Quill, duty social worker",
        "reference": "WM-CSC-55810",
        "will_do": "Section 47 enquiry; visit this evening",
        "agency_named": "Yes, our agency; the worker’s name is withheld",
    },
    "requester_told": {
        "name": "Amara Nwosu",
        "told_at": "2026-05-12T16:25:00Z",
        "how": "In person",
        "by": "Dee Okafor",
    },
    "safety_plan": "Leo is not sent home before the social worker has rung back. Dee Okafor stays until then.",
    "review_on": "2026-05-19",
    "amendments": [
        {
            "made_at": "2026-05-14T09:00:00Z",
            "by": "Dee Okafor",
            "said": "The bruise was on the right ear, not the left.",
        }
    ],
    "signature": {
        "name": "Dee Okafor",
        "post": "Manager",
        "signed_at": "2026-05-12T16:21:09Z",
        "method": "password asked again at that moment",
    },
}


def decision(**changes):
    """The whole invented record; `decision__rationale="…"` changes one value inside a group."""
    record = deepcopy(RECORD)
    for path, value in changes.items():
        *groups, last = path.split("__")
        place = record
        for group in groups:
            place = place[int(group)] if isinstance(place, list) else place[group]
        place[int(last) if isinstance(place, list) else last] = value
    return record


def not_shared():
    """A decision not to share, as short as one honestly gets: two pages."""
    return decision(
        persons=RECORD["persons"][:1],
        advice=[],
        override=None,
        second_review=None,
        recipient=None,
        supplied=[],
        disclosure=None,
        amendments=[],
        standing={"state": "Refused", "rows": []},
        decision__outcome="Do not share",
        decision__sentence="Nothing is shared: his mother refused, and nobody is at risk.",
    )


def two_pages():
    """The least that a decision not to share says: two pages."""
    record = not_shared()
    record["questions"] = []
    record["verdict"] |= {"reasons": ["His mother refused."], "missing": [], "clauses": []}
    record["request"] |= {"asked_for": "How he is getting on at nursery.", "why": "A yearly review."}
    record["decision"] |= {"rationale": "Nobody is at risk, and his mother said no."}
    record["welfare"] |= {"statement": "He is doing well.", "others_at_risk": "Nobody", "could_be_harmed": "Nobody"}
    record["safety_plan"] = None
    record["told"] |= {"answer": "Yes", "why_not": None, "review_on": None}
    record["decision"].pop("checked", None)
    for exact in ("sha256", "law_edition", "law_sha256"):
        record["policy"].pop(exact, None)
    record["requester_told"] = record["review_on"] = record["persons"][0]["born_on"] = None
    record["law"] = {"basis": "Public task", "condition": None, "power": "Children Act 2004, section 11"}
    return record


def values(part):
    """Every value in a record, as words to look for."""
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        return [value for item in part for value in values(item)]
    return [] if part is None else [str(part).lower() if isinstance(part, bool) else str(part)]


def marked():
    """The same, with what was marked on two outlines of the body."""
    made = decision()
    arm = {"outline": "child", "view": "front", "x": 350, "y": 300, "told": "Left upper arm: bruise."}
    made["supplied"][0]["marks"] = [arm, arm | {"view": "left_hand", "x": 700, "y": 560, "told": "Thumb: <b>burn"}]
    return made
