"""A case in words that name nobody: what a lead reads out to an advice service (H-16), and whether words name anybody.

It is made from the answers and from what people wrote, with every name, date of birth, number and address that the
records know of these people taken out; for each person the same words stand throughout. A person reads it before it is
used: words can give somebody away without any.
"""

import re
from collections import defaultdict

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from policy import packs
from records.models import Person, Relationship, SafeContact
from records.safe_address import POSTCODE, Protected, found_in
from staff.models import User

from .leaving import guard
from .relatives import family_of
from .states import NotNow

BANDS = ((1, "under a year old"), (5, "aged one to four"), (11, "aged five to ten"), (16, "aged eleven to fifteen"))
BANDS += ((18, "aged sixteen or seventeen"), (200, "an adult"))
WHOSE = re.compile(r"['’]s$", re.IGNORECASE)
NUMBER = re.compile(r"(?<!\w)[+(]*\d(?:[\s()./-]*\d){5,}(?!\w)|\S+@\S+\.\S+")
SAID = {
    "name": "somebody",
    "born": "a date",
    "number": "a number",
    "place": "a place",
    "protected": "something private",
}


def brief_without_names(decision):
    """The case for somebody outside, ready to be read out and changed."""
    hidden, lines = identities_of(decision), list(_lines(decision))
    return "\n".join(without(line, hidden) for line in lines)


def names_in(text, decision):
    """The kinds of what in a text gives somebody of this case away, each once."""
    kinds = {one.kind for one in found_in(text, identities_of(decision))} | {kind for kind, _ in _patterns(text)}
    return sorted({SAID.get(kind, SAID["name"]) for kind in kinds})


def unless_named(text, decision, named):
    """Refuse what gives somebody away where nobody is to be named; what is locked is named to no advice service."""
    if not named and (kinds := names_in(text, decision)):
        raise NotNow(f"This gives away {', '.join(kinds)}.", "Take it out, or say that you name the person.")
    guard.unless_given_away(text, guard.everybody_in(decision))


def without(text, hidden):
    for finding in reversed(found_in(text, hidden)):
        whose = WHOSE.search(text[finding.start : finding.end])
        said = f"[{SAID.get(finding.kind, finding.kind)}]{whose[0] if whose else ''}"
        text = f"{text[: finding.start]}{said}{text[finding.end :]}"
    for kind, found in _patterns(text):
        text = text.replace(found, f"[{SAID[kind]}]")
    return text


def identities_of(decision):
    """Everything the records know that tells who this is about, or who is around them; colleagues and contacts too."""
    people = Person.objects.filter(pk__in=[*_around(decision)]).order_by("pk")
    found = [Protected(who, word) for word, who in _called(decision, people).items()]
    found += [Protected("born", said) for person in people if person.born_on for said in _dates(person.born_on)]
    guarded = SafeContact.objects.guarded_for(people)
    return found + [Protected("protected", one.value) for one in guarded]


def _called(decision, people):
    """Each word of a name, and what stands for whoever it is throughout; a name of several is somebody's."""
    subjects = {person.stands_for: person for person in decision.people.order_by("pk")}
    others = dict.fromkeys(person.stands_for for person in people if person.stands_for not in subjects)
    called = dict(zip(subjects, _subjects(list(subjects.values())), strict=True))
    called |= {key: f"person {number}" for number, key in enumerate(others, 1)}
    words = defaultdict(set)
    for person in people:
        for word in {word for name in person.names for word in _words(name)}:
            words[word.casefold()].add(called[person.stands_for])
    for name, who in _others(decision):
        for word in _words(name):
            words[word.casefold()].add(who)
    return {word: whose.pop() if len(whose) == 1 else "name" for word, whose in words.items()}


def _subjects(people):
    kinds = ["the child" if person.group == "child" else "the adult" for person in people]
    return kinds if len(kinds) == 1 else [f"{kind} {number}" for number, kind in enumerate(kinds, 1)]


def _around(decision):
    """The people, their family, and everybody who has a link to any of them."""
    family = family_of(list(guard.everybody_in(decision)))
    links = Relationship.objects.filter(Q(person__in=family) | Q(other__in=family))
    yield from family.values_list("pk", flat=True)
    for person, other in links.values_list("person", "other"):
        yield from (person, other)


def _others(decision):
    """Colleagues, whoever asks, and whoever would receive it."""
    workers = [user.name for user in User.objects.filter(is_active=True)]
    yield from ((name, "a colleague") for name in workers)
    if decision.request.name not in workers:
        yield decision.request.name, "whoever asks"
    if decision.contact and decision.contact.name != decision.request.name:
        yield decision.contact.name, "whoever would get it"


def _words(name):
    """A name, and each of its words that is long enough to be told from others; of several people too."""
    words = {word for word in re.findall(r"[^\W\d_]+", name) if len(word) > 2}
    return {name, *words, *(f"{word}s" for word in words)}


def _dates(day):
    return [day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", date_format(day, "j F Y"), date_format(day, "j M Y")]


def _patterns(text):
    """What looks like a number, an e-mail address or a postcode, whoever's it is."""
    yield from (("number", found[0]) for found in NUMBER.finditer(text))
    yield from (("place", found[0]) for found in POSTCODE.finditer(text))


def _lines(decision):
    pack, facts = packs.current(), decision.known
    about = "; ".join(map(_band, decision.people.order_by("pk"))) or "somebody who works here"
    purpose = pack.purposes.get(decision.purpose, "")
    yield f"About: {about}"
    yield f"What would be shared: {decision.request.asked_for}"
    yield f"What for: {': '.join(filter(None, [purpose, decision.purpose_words or decision.request.why]))}"
    for key, said in decision.because.items():
        if key in pack.questions and key != "recipient":
            yield f"{pack.questions[key].title} {said}"
    if decision.welfare:
        yield f"Safety and welfare: {decision.welfare}"
    consent = pack.questions["consent"].answers.get(facts.consent)
    yield f"Agreement: {consent or 'not known yet'}."
    yield f"Where our rules lead: {pack.outcomes[decision.weighed.outcome].title}."
    yield "What we ask you:"


def _band(person):
    if person.born_on is None:
        return f"a {person.get_group_display().lower()}"
    years = (timezone.localdate() - person.born_on).days // 365.25
    return f"somebody {next(words for below, words in BANDS if years < below)}"
