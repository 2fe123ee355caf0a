"""Decisions at every stage of their life, several of them signed."""

from datetime import timedelta

from django.utils import timezone

from consent.standing import standing
from sharing.agreement import as_kept
from sharing.facts import Facts
from sharing.models import Decision

CALM = {
    "danger": "no",
    "harm": "no",
    "serious_crime": "no",
    "recipient": "protective",
    "purpose": "yes",
    "identifiable": "yes",
    "confidential": "yes",
    "unsafe_to_ask": "no",
    "consent": "none",
    "duty": "none",
    "bar": "no",
}
SUSPECTED = CALM | {"harm": "suspected", "harm_to": "subject", "consent": "refused"}
CHECKS = ["necessary", "proportionate", "relevant", "adequate", "accurate", "timely", "secure"]
COMMON = {"no_conflict": True, "tell": "before", "others_at_risk": "Nobody", "could_be_harmed": "Nobody"}
LAW = {
    "purpose": "health",
    "legal_basis": "public_task",
    "special_condition": "health_or_social_care",
    "legal_power": "agreement",
    "checks": CHECKS,
}
TO_PROTECT = LAW | {
    "purpose": "protection",
    "special_condition": "safeguarding",
    "legal_power": "children_act_1989_s47",
    "why_not_asked": "undoes_protection",
    "why_not_asked_words": "Una said no, and the children cannot keep themselves safe.",
}


def make(demo):
    waiting(demo)
    returned(demo)
    advised(demo)
    shared_with_agreement(demo)
    overridden(demo)
    not_shared(demo)
    woken(demo)
    emergency(demo)


def propose(demo, by, people, facts, asked_for, why, contact="cass", information="safeguarding", **details):
    """Propose as a worker would, with what the register of agreements says."""
    worker, agency = demo.staff[by], demo.agencies[contact]
    purpose = "protection" if facts.get("harm") == "suspected" else "health"
    found = [(demo.people[key], standing(demo.people[key], purpose, agency, information)) for key in people]
    return Decision.propose(
        by=worker,
        people=[demo.people[key] for key in people],
        facts=facts,
        if_nothing="They may be hurt again." if facts.get("harm") == "suspected" else "Help comes later.",
        request={"name": worker.name, "post": worker.post, "asked_for": asked_for, "why": why},
        contact=demo.contacts[contact],
        agency=agency,
        purpose=purpose,
        information=information,
        standing=as_kept(found, Facts(**facts)),
        welfare=f"{demo.people[people[0]].name.split()[0]}'s safety and welfare come first.",
        others_at_risk="Nobody that we know of",
        could_be_harmed="Nobody that we know of",
        tell="lead_decides" if facts.get("harm") == "suspected" else "before",
        **details,
    )


def waiting(demo):
    propose(demo, "amara", ["leo", "mia"], SUSPECTED, "What was seen on both days", "So that somebody sees Leo at home")
    adult = CALM | {"harm": "suspected", "harm_to": "subject", "capacity": "unsure"}
    propose(
        demo, "ben", ["arthur"], adult, "What the two visits found", "To ask whether he needs care", contact="adults"
    )


def returned(demo):
    decision = propose(
        demo, "chen", ["ollie"], CALM | {"consent": "refused"}, "How Ollie is getting on", "The health visitor asked",
        contact="visitor", information="developmental",
    )  # fmt: skip
    decision.send_back(by=demo.staff["dee"], comment="What exactly does the health visitor need, and by when?")


def advised(demo):
    decision = propose(
        demo, "chen", ["petra"], CALM | {"harm": "unsure"}, "That Petra is a young carer", "To ask for an assessment"
    )
    decision.seek_advice(
        by=demo.staff["dee"],
        door="Children's Advice and Support Service",
        asked="A young carer of 17: whose assessment?",
    )


def shared_with_agreement(demo):
    decision = propose(
        demo, "amara", ["kofi"], CALM | {"consent": "given"}, "His words and how he plays", "Speech therapy",
        contact="health", information="send",
    )  # fmt: skip
    decision.sign(
        by=demo.staff["amara"], outcome="share", **COMMON, **LAW,
        rationale="Both parents agreed, in writing, to this therapist having what the meeting found.",
        welfare="Kofi needs help with his words before he starts school.",
    )  # fmt: skip
    decision.record_disclosure(
        by=demo.staff["amara"],
        disclosure=disclosure(demo, "health", "secure_email", "service"),
        items=[
            {
                "entry": demo.people["kofi"].folder("send").entries.first(),
                "what": "About twenty words at three years old.",
                "nature": "fact",
                "source": "Amara Bell",
                "happened_on": timezone.localdate() - timedelta(days=18),
                "why_needed": "The therapist plans the first visit from it.",
            }
        ],
    )


def overridden(demo):
    decision = propose(
        demo, "chen", ["ivy", "ned"], SUSPECTED, "Una's words on Tuesday", "Two small children alone at night"
    )
    decision.sign(
        by=demo.staff["dora"], outcome="share", **(COMMON | {"others_at_risk": "The unborn baby"}), **TO_PROTECT,
        rationale="Ivy and Ned were alone at night twice. Una says no, but they cannot keep themselves safe.",
        welfare="Two children under seven must not be alone at night.",
        ground="harm_to_person",
        necessity="Only social care can arrange help at home this week.",
        alternatives="We offered help ourselves and asked their grandmother; both were refused.",
        balanced="The children's safety against Una's wish that nobody is told.",
        if_nothing="They may be alone again tonight.",
    )  # fmt: skip


def not_shared(demo):
    decision = _refused(demo, "luz")
    decision.tell_requester(by=demo.staff["chen"], how="By telephone, with the reasons", at=timezone.now())
    decision.disagree(by=demo.staff["chen"], why="Luz has stopped talking since Monday. The nursery knows her best.")


def woken(demo):
    """Her sister’s was opened again, before its day."""
    _refused(demo, "sol").reopen(by=demo.staff["dee"], why="She has not come for three days. Look at it again.")


def _refused(demo, who):
    decision = propose(
        demo, "chen", [who], CALM | {"consent": "refused", "recipient": "other"}, "How the twins are doing",
        "Their old nursery asked", contact="school", information="developmental",
    )  # fmt: skip
    decision.sign(
        by=demo.staff["dee"],
        outcome="not_share",
        facts={"public_interest": "insufficient"},
        **COMMON,
        rationale="There is no harm, their mother said no, and nothing is lost by waiting.",
        welfare="The twins are well and seen every week.",
        safety_plan="None needed: nobody is at risk.",
        review_on=timezone.localdate() + timedelta(days=60),
    )
    return decision


def emergency(demo):
    nadia = demo.people["nadia"]
    Decision.record_emergency(
        by=demo.staff["amara"],
        people=[nadia],
        facts={"danger": "yes"},
        request={"name": "Amara Bell", "asked_for": "What she had eaten", "why": "Nadia could not breathe"},
        rationale="She could not breathe after lunch and the ambulance crew asked what she had eaten.",
        welfare="She needed help at once.",
        others_at_risk="Nobody",
        could_be_harmed="Nobody",
        tell="after",
        tell_words="Her mother was rung from the ambulance.",
        tell_on=timezone.localdate(),
        disclosure={
            "to_whom": "Ambulance crew",
            "taken_by": "Crew leader",
            "method": "in_person",
            "shared_at": timezone.now(),
            "will_do": "emergency",
        },
        items=[
            {
                "what": "Allergy to nuts, on her registration form; nut biscuit at 12:10.",
                "nature": "fact",
                "why_needed": "To treat her.",
            }
        ],
    )


def disclosure(demo, contact, method, will_do):
    who = demo.contacts[contact]
    return {
        "contact": who,
        "to_whom": f"{who.name}, {who.post}",
        "taken_by": who.name,
        "method": method,
        "shared_at": timezone.now(),
        "reference": "EX-204",
        "will_do": will_do,
    }
