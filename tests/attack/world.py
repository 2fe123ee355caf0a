"""A record full of words that nobody else uses, so that a single one of them on the wrong page is seen at once."""

import re
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from consent.models import Competence, Consent, NoticeGiven, Wish
from records.models import (
    Agency,
    Concern,
    Entry,
    Exclusion,
    FolderGrant,
    Household,
    Order,
    OtherSetting,
    Person,
    Question,
    Relationship,
)  # fmt: skip
from sharing.models import Decision, Draft
from staff.models import User
from tests.cast import in_days, years_ago
from tests.records.asking import NEW_EACH_TIME
from tests.replay import Replay
from tests.sharing.conftest import AGREED, NOT_TO_SHARE, OVERRIDE, REFUSED, REFUSED_HARM, TO_SHARE

CANARY = re.compile(r"zq-[a-z_]+-zq", re.I)
NOWHERE = uuid.UUID("0b9f3f3e-54b5-4d3e-8d53-6f6dbb7c3f11")
OURS = ("staff", "records", "consent", "sharing", "governance")


OVERRIDDEN = ("necessity", "alternatives", "balanced", "if_nothing", "why_not_asked_words")


def canary(name):
    return f"zq-{name}-zq"


def words(*names):
    return {name: canary(name) for name in names}


def canaries_in(response):
    """Every word of the hidden record in the body, the headers, the cookies or the address one is sent to."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode(errors="replace") + str(response.headers) + response.cookies.output()
    return set(CANARY.findall(text))


def but_for_tokens(response):
    return NEW_EACH_TIME.sub("", response.content.decode(errors="replace"))


def pages():
    """Every page of ours: its name, the model of the one thing its address names (or None), and further arguments."""
    return list(_pages(get_resolver(), ""))


def _pages(resolver, namespace):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace in OURS:
                yield from _pages(entry, f"{entry.namespace}:")
        elif isinstance(entry, URLPattern) and (namespace or entry.name in {"home", "danger", "healthz"}):
            more = [name for name in entry.pattern.converters if name != "public_id"]
            yield f"{namespace}{entry.name}", _model(entry), more


def _model(entry):
    if "public_id" not in entry.pattern.converters:
        return None
    guard = entry.callback.guard
    return User if guard == "public" else guard.__self__.model


MORE = {"key": ["harm", "consent", "recipient"], "screen": ["happening", "said"], "token": ["x"], "kind": ["personal"]}


def addresses(page, more, public_id):
    """The addresses of one page about one thing."""
    if not more:
        return [reverse(page, args=[public_id])]
    return [reverse(page, kwargs={"public_id": public_id, more[0]: value}) for value in MORE[more[0]]]


def hidden_record(cast):
    """Everything that can be written about one child, each text with a word of its own."""
    system = User.system()
    nia = Person.register(
        by=system, group="child", born_on=years_ago(6), key_person=cast.amara,
        **words("name", "known_as", "safety_note", "informed_by", "language"),
    )  # fmt: skip
    seen = {"pr_seen_by": cast.dee, "pr_seen_on": timezone.localdate()}
    link = Relationship.link(
        by=system, person=nia, kind="mother", pr_basis="mother", **seen,
        **words("new_name", "pr_evidence", "restriction"),
    )  # fmt: skip
    _around(cast, nia, link)
    _folders(cast, nia)
    _concerns(cast, nia)
    _agreements(cast, nia, link)
    decisions = _decisions(cast, nia)
    return SimpleNamespace(person=nia, mother=link.other, link=link, **decisions)


def _around(cast, nia, link):
    Order.record(
        by=cast.dee, person=nia, kind="no_contact", limited=link.other, no_collection=True, seen_by=cast.dee,
        starts_on=years_ago(1), seen_on=years_ago(0), words=canary("order"), evidence=canary("order_paper"),
    )  # fmt: skip
    Household.record(by=cast.dee, person=nia, links=[link], **words("called", "days"))
    OtherSetting.record(by=cast.dee, person=nia, name=canary("setting"), contact=canary("setting_contact"))


def _folders(cast, nia):
    nia.folder("personal").grant(by=cast.dee, to=cast.ben, purpose=canary("purpose"), until=in_days(9))
    nia.exclude(by=cast.dora, who=cast.ade, reason=canary("exclusion"))
    for kind in ("developmental", "personal", "send", "safeguarding"):
        entry = Entry.write(
            by=cast.dee, folder=nia.folder(kind), kind="visit", happened_at=timezone.now(),
            **{part: canary(f"{kind}_{part}") for part in ("fact", "opinion", "own_words", "reported_by")},
        )  # fmt: skip
        entry.correct(by=cast.dee, fact=canary(f"{kind}_correction"))
        entry.mark_historical(by=cast.dee, why=canary(f"{kind}_historical"))


def _concerns(cast, nia):
    said = words("facts", "own_words", "opinion")
    concern = Concern.log(by=cast.amara, danger="no", people=[nia], others=canary("others"), **said)
    concern.acknowledge(by=cast.dee)
    concern.answer(by=cast.dee, **words("discussed", "outcome", "next_step"))
    Concern.log(
        by=cast.amara, danger="yes", people=[nia], is_about_staff=True, about_staff=cast.ade,
        about_staff_words=canary("staff_words"), facts=canary("staff_facts"), opinion=canary("staff_opinion"),
    )  # fmt: skip
    question = Question.ask(by=cast.amara, group="child", words=canary("question"))
    question.reply(by=cast.dee, words=canary("reply"))


def _agreements(cast, nia, link):
    NoticeGiven.explain(by=cast.dee, person=nia, how="letter", to_name=canary("told"), to_link=canary("told_link"))
    able = Competence.assess(
        by=cast.dee, person=nia, purpose="protection", about=canary("competence"), reasons=canary("reasons"),
        recipient=cast.social_care, information="safeguarding", wants_parents_told="yes",
        **dict.fromkeys(Competence.QUESTIONS, True),
    )  # fmt: skip
    wish = Wish.hear(by=cast.dee, person=nia, competence=able, words=canary("wish"))
    wish.outweigh(by=cast.dee, harm="self", reason=canary("harm"))
    Consent.record(
        by=cast.dee, person=nia, answered_by=link.other, relationship=link, footing="parent", state="given",
        recipient=cast.social_care, information="safeguarding", review_on=timezone.localdate() + timedelta(days=90),
        how="spoken", purpose="protection", **dict.fromkeys(Consent.CHECKS, True),
        **words("words", "evidence", "witness"),
    )  # fmt: skip


def _decisions(cast, nia):
    request = words("name", "post", "organisation", "reference", "asked_for", "why")
    request = {name: canary(f"request_{name}") for name in request}
    agency = Agency.add(by=cast.dee, name=canary("agency"), kind="children")
    contact = agency.verify(
        by=cast.dee, name=canary("contact"), post=canary("contact_post"), telephone="01632 960102",
        number_from=canary("number_from"),
    )  # fmt: skip

    def propose(facts):
        return Decision.propose(
            by=cast.amara, people=[nia], facts=facts, request=request, agency=agency, contact=contact,
            information="safeguarding", because={"harm": canary("because")}, purpose_words=canary("purpose_words"),
            **words("welfare", "others_at_risk", "could_be_harmed"),
        )  # fmt: skip

    statement = words("welfare", "others_at_risk", "could_be_harmed", "tell_words")
    statement |= {"rationale": canary("rationale") * 8}
    overridden = propose(REFUSED_HARM)
    overridden.seek_advice(by=cast.dee, door=canary("door"), asked=canary("asked"))
    advice = overridden.advice.get()
    overridden.advise(by=cast.dee, advice=advice, named=False, **words("person", "advised", "done"))
    grounds = {name: canary(name) for name in OVERRIDDEN}
    overridden.sign(by=cast.dee, outcome="share", **(OVERRIDE | statement | grounds))
    item = {"nature": "fact", **words("what", "source", "why_needed")}
    overridden.record_disclosure(
        by=cast.amara, items=[item], delivery=words("evidence") | {"sent_to": "first@example.org"},
        disclosure={"contact": contact, "method": "one_time_link", "shared_at": timezone.now(), "will_do": "s47",
                    **words("to_whom", "taken_by", "reference", "agency_agreement", "agreed_with", "keeping")},
    )  # fmt: skip
    overridden.tell_family(by=cast.dee, how=canary("told_how"), at=timezone.now())
    overridden.amend(by=cast.dee, words=canary("amendment"))
    refused = propose(REFUSED | {"public_interest": "insufficient"})
    plan = {"safety_plan": canary("safety_plan"), "review_on": timezone.localdate() + timedelta(days=30)}
    refused.sign(by=cast.dee, outcome="not_share", **(NOT_TO_SHARE | statement | plan))
    returned = propose(AGREED)
    returned.send_back(by=cast.dee, comment=canary("comment"))
    signed = propose(AGREED)
    signed.sign(by=cast.dee, outcome="share", **(TO_SHARE | statement))
    _held_back(cast, signed)
    refused.disagree(by=cast.amara, why=canary("disagree"))
    said = refused.disagreements.get()
    refused.settle(by=cast.dora, disagreement=said, answer="stands", reason=canary("disagree_reason"))
    draft = Draft.begin(owner=cast.amara, people=[nia], details={"welfare": words("draft")})
    emergency = Decision.record_emergency(
        by=cast.amara, people=[nia], facts={"danger": "yes"}, request=request, items=[item], rationale=canary("urgent"),
        disclosure={"method": "telephone", "shared_at": timezone.now(), "will_do": "emergency",
                    "to_whom": "Police", "taken_by": canary("taken_by")},
        welfare=canary("emergency_welfare"), group="child",
    )  # fmt: skip
    return {
        "overridden": overridden, "refused": refused, "returned": returned, "signed": signed, "open": propose(REFUSED),
        "draft": draft, "emergency": emergency, "agency": agency, "contact": contact,
    }  # fmt: skip


def _held_back(cast, decision):
    parcel = {name: canary(f"held_{name}") for name in ("to_whom", "kinds", "words", "why")}
    decision.hold_back(by=cast.amara, sha256="0" * 64, **parcel)
    held = decision.held_back.get()
    decision.answer_held_back(by=cast.dee, held=held, lets_go=False, reason=canary("held_reason"))


def things():
    """Every row there is of every kind that an address may name."""
    kinds = {model for _, model, _ in pages() if model}
    return {model: list(model._default_manager.all()) for model in kinds}


def telling(known):
    """Of each kind what holds a hidden word, itself or by whom it is about; of all others the first and the last."""
    for kind, rows in known.items():
        others = [row for row in rows if not _holds_a_word(row)]
        known[kind] = [row for row in rows if row not in others or row in (others[0], others[-1])]
    return known


def _holds_a_word(row):
    return any(CANARY.search(str(vars(one))) for one in (row, getattr(row, "person", row)))


_hidden_again = Replay(hidden_record)


@pytest.fixture
def hidden(cast):
    return _hidden_again(cast)


__all__ = ["CANARY", "Exclusion", "FolderGrant", "hidden"]
