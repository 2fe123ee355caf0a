"""The way through a draft: which page comes next, what was skipped and why, and where each page stands (S-28).

The order and the skipping are those of sharing/questions.py. Around them stand two pages of words: who asks (where it
is somebody outside), and the safety and welfare statement that no decision is made without (S-13).
"""

from dataclasses import dataclass

from django.urls import reverse

from audit.verbs import Stale
from policy import packs

from .questions import BY_KEY, ORDER, QUESTIONS, next_question
from .rules import Outcome

NOT_YOURS = (
    "Whether the public interest is strong enough is answered only by a designated safeguarding lead or a senior "
    "leader (S-24). Send your proposal: whoever decides it weighs this."
)
# Answers that are in question again when another one changes: agreement is for one purpose, recipient and information.
UNSETTLES = {"recipient": ["consent"], "purpose": ["consent"]}

# What a page keeps as keys of lists; its words are shown instead.
KEYS = {"choice", "agency", "contact", "risk", "purpose", "information", "method", "kind", "asks", "people", "group"}
KEYS |= {"legal_basis", "special_condition", "legal_power", "tell", "why_not_asked"}


@dataclass(frozen=True)
class Skipped:
    """A question that is not asked, the question whose answer settled it, and where that can be changed."""

    title: str
    because: str
    answer: str
    url: str


def designated(draft, user):
    """Whether this user answers as a designated person of the group the draft is about."""
    if draft.colleague:  # only whoever keeps that folder has such a draft
        return True
    return user.decides and (draft.known.group or "child") in user.stands_over


def may_answer(question, draft, user):
    return designated(draft, user) or not question.designated_only


def answered(draft):
    """The pages done: left open on purpose, or steps without a fact. Where asking is unsafe the register is asked."""
    done = {*draft.passed, *(key for key in ("right_way", "recorded") if key in draft.details)}
    if draft.verdict.outcome is Outcome.ANONYMISE:  # no law is asked for where nothing is about anybody (S-09)
        done.add("recorded")
    return done | {"consent"} if draft.known.risky_to_ask else done


def onward(draft, user):
    """The address of the next page of this draft: help first, then the words, then the questions, then the lead."""
    if draft.known.danger is None:
        return address(draft, "danger")
    if draft.known.helpless:
        return reverse("sharing:lead", args=[draft.public_id])
    for page in pages_of_words(draft):
        if page not in draft.details:
            return reverse(f"sharing:{page}", args=[draft.public_id])
    following = next_question(draft.known, answered(draft), designated=designated(draft, user))
    return address(draft, following.key) if following else reverse("sharing:lead", args=[draft.public_id])


def pages_of_words(draft):
    """Whoever asks from outside is named once; a returned decision keeps the request it came with."""
    return ["request", "welfare"] if draft.said("start").get("asks") == "outside" else ["welfare"]


def address(draft, key):
    return reverse("sharing:question", args=[draft.public_id, key])


def is_reached(draft, key, user):
    """Steps are not skipped: a page opens when it has been answered, or is the next one."""
    question = BY_KEY[key]
    if question.answer(draft.known) is not None or key in answered(draft):
        return True
    return onward(draft, user) == address(draft, key)


def before(draft, key):
    """The address of the page before this one: the last that was answered or left open."""
    done = answered(draft)
    for question in reversed(QUESTIONS[: ORDER[key]]):
        if question.key != "group" and (question.answer(draft.known) is not None or question.key in done):
            last = question.key
            break
    else:
        return ""
    if last == "danger" and draft.known.danger == "no":
        return reverse("sharing:welfare", args=[draft.public_id])
    return address(draft, last)


def skipped_before(draft, key):
    """What was left out between the page before and this one, with the answers that settled it."""
    found, done = [], answered(draft)
    for question in reversed(QUESTIONS[: ORDER[key]]):
        if question.answer(draft.known) is not None or question.key in done:
            break
        settled = question.settled_by(draft.known)
        if settled:
            found.append(_skipped(draft, question, settled))
    return found[::-1]


def _skipped(draft, question, settled):
    pack = packs.current()
    if settled == "verdict":
        words = pack.outcomes[draft.verdict.outcome]
        url = reverse("sharing:lead", args=[draft.public_id])
        return Skipped(pack.questions[question.key].title, words.title, words.sentence, url)
    words = pack.questions[settled]
    answer = words.answers.get(BY_KEY[settled].answer(draft.known), "")
    url = "" if settled == "group" else address(draft, settled)
    return Skipped(pack.questions[question.key].title, words.title, answer, url)


def place(key):
    """Where a page stands, in the policy's own numbers."""
    number = BY_KEY[key].number
    if number:
        return f"Question {number} of 8"
    return "Before the questions: who would receive it" if key == "recipient" else "Safety first"


def words_of(draft, key):
    """What the draft says now on one page, for whoever meets it changed."""
    words = packs.current().questions.get(key)
    value = draft.facts.get(key)
    label = words.answers.get(value, value) if words and value else ""
    beside = [str(said) for name, said in draft.said(key).items() if said and name not in KEYS]
    return [text for text in [label, *beside] if text] or ["Nothing yet"]


def keep(draft, question, form):
    """Write down one answer, unless another page was there first; then both texts are shown."""
    try:
        if not question.is_fact:
            return draft.say(seen=form.seen_version, page=question.key, words=form.said)
        unsettled = UNSETTLES.get(question.key, ())
        return draft.answer(
            seen=form.seen_version, key=question.key, value=form.value, words=form.said, unsettled=unsettled
        )
    except Stale:
        raise Stale(*words_of(draft, question.key)) from None


def say(draft, page, form):
    try:
        draft.say(seen=form.seen_version, page=page, words=form.said)
    except Stale:
        raise Stale(*words_of(draft, page)) from None


def name_recipient(draft, form, *, by):
    """Record the call back in the directory, and answer who would receive it."""
    unless_changed(draft, form.seen_version)
    contact = form.agency_for(by).verify(by=by, **form.person)
    agency = contact.agency
    words = {
        "choice": f"contact:{contact.public_id}",
        "agency": str(agency.public_id),
        "contact": str(contact.public_id),
        "shown": f"{contact.name}, {contact.post}, {agency.name}",
        "risk": False,
    }
    value = "protective" if agency.is_protective else "other"
    draft.answer(seen=draft.version, key="recipient", value=value, words=words, unsettled=UNSETTLES["recipient"])


def unless_changed(draft, seen):
    """Refuse to act on a page that showed something else."""
    if str(seen) != str(draft.version):
        raise Stale("This draft was changed in another window, or on another device.")


def resume(draft, user):
    """Where to go on with a draft: the emergency first, a returned decision where it leads, else the next question."""
    if draft.is_emergency:
        missing = next((screen for screen in ("told", "said", "family") if screen not in draft.details), "family")
        return reverse("sharing:emergency_screen", args=[draft.public_id, missing])
    return onward(draft, user)


def answers(draft):
    """Everything answered so far, in order, each with the way back to it."""
    pack = packs.current()
    given = []
    for question in QUESTIONS:
        said = words_of(draft, question.key)[0] if question.key in draft.details or question.key in draft.facts else ""
        if question.key in draft.passed:
            said = "Not known yet"
        if question.key == "recorded" and said:
            said = "Written down"
        if said and question.key != "group":
            title = pack.questions[question.key].title
            given.append({"title": title, "said": said, "url": address(draft, question.key)})
    return given
