"""What the service is for, use by use: one request each, with everything laid out that it needs."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import field_key, ledger
from consent.models import Consent, Conversation
from governance.models import Disposal
from records.models import Entry
from sharing import archive
from sharing.models import Decision, Draft
from tests.cast import PASSWORD, cast_of_all, in_days
from tests.consent.pages import key
from tests.consent.said import in_a_year
from tests.consent.test_pages import filled
from tests.records.asking import concern, entry
from tests.sharing.conftest import AGREED, NOT_TO_SHARE, OVERRIDE, REFUSED, REFUSED_HARM, TO_SHARE
from tests.sharing.walk import calm, start, walk

SECRET = "zq-secret-zq"  # stands in what is protected, and on no page that was not written down
TYPED = "zq-typed-zq: nobody is at risk, and it can wait until she agrees."
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TO = "sol@children.example.org"
# Whoever signs in again from a browser whose mark was lost with the answer is told of a device that is new to them.
ACCOUNT, DOOR = ("staff_user", "staff_device", "staff_notice"), ("sharing_knock", "audit_trace")


@dataclass
class Use:
    """``who`` sends ``said`` to ``path``, or only opens it; ``file``: with something attached."""

    path: str
    said: dict | None = None
    who: str | None = None
    file: bool = False
    passing: tuple = ()  # tables that hold no more than that somebody tried, or what is prepared for the next try
    again: bool = True  # sent twice it acts once, and leads to the same place
    cookies: dict = field(default_factory=dict)

    def does(self):
        """The answer, however it comes."""
        client = Client(raise_request_exception=False)
        client.cookies.load(self.cookies)
        if self.said is None:
            return client.get(self.path)
        attached = {"attached": SimpleUploadedFile("note.txt", SECRET.encode())} if self.file else {}
        return client.post(self.path, self.said | {"once": "0" * 32} | attached)

    @property
    def typed(self):
        """What whoever sent this must not lose."""
        return TYPED if self.said and TYPED in str(self.said) else ""


def laid_out():
    """Everybody, and whatever the uses begin with. Gives the uses by their names."""
    field_key.key_in_use()
    cast = cast_of_all()
    Conversation.begin(by=cast.amara, person=cast.leo, present="alone", talk="yes", interpreter="not_needed")
    written = {"kind": "visit", "happened_at": timezone.now(), "fact": SECRET}
    Entry.write(by=cast.amara, folder=cast.leo.folder("personal"), **written)
    world = SimpleNamespace(cast=cast, **_decisions(cast), draft=_ready_to_propose(cast))
    world.open_draft = Draft.begin(owner=cast.amara, people=[cast.leo])
    world.disposal = _disposal(cast, written)
    uses = _records(world) | _agreements(world) | _sharing(world) | _signing(world) | _doors(world)
    for use in uses.values():
        use.cookies = _cookies(getattr(cast, use.who)) if use.who else {}
    settle()
    return uses


def settle():
    """Some minutes later: what was to follow has followed, or the clock has made up for it."""
    ledger.seal()
    for decision in Decision.objects.filter(signed_at__isnull=False):
        archive.sealed(decision)
    ledger.seal()


def _decisions(cast):
    def proposed(facts, **more):
        request = {"name": "Amara Example", "asked_for": "What we saw", "why": "To keep him safe"}
        about = {"contact": cast.contact, "agency": cast.social_care, "information": "safeguarding"}
        return Decision.propose(by=cast.amara, people=[cast.leo], facts=facts, request=request, **about, **more)

    agreed = Consent.record(
        by=cast.amara, person=cast.leo, purpose="protection", recipient=cast.social_care, state="given",
        information="safeguarding", footing="parent", answered_by=cast.femi, review_on=in_a_year(), how="writing",
        relationship=cast.leo.relationships.get(other=cast.femi), **dict.fromkeys(Consent.CHECKS, True),
    )  # fmt: skip
    signed, sent = proposed(AGREED, purpose_words="Therapy"), proposed(REFUSED_HARM, purpose_words="Therapy")
    signed.sign(by=cast.dee, outcome="share", **TO_SHARE)
    sent.sign(by=cast.dee, outcome="share", **OVERRIDE)
    sent.record_disclosure(
        by=cast.amara, items=[{"what": SECRET, "source": "x", "nature": "fact", "why_needed": "x"}],
        delivery={"sent_to": TO, "evidence": "x"},
        disclosure={"contact": cast.contact, "method": "one_time_link", "shared_at": timezone.now(), "will_do": "s47",
                    "to_whom": "Sol Worker", "taken_by": "Sol Worker", "reference": "R1"},
    )  # fmt: skip
    open_ = {"harmful": proposed(REFUSED_HARM), "refused": proposed(REFUSED), "resting": proposed(AGREED)}
    return {"agreed": agreed, "signed": signed, "delivery": sent.disclosure.deliveries.get(), **open_}


def _ready_to_propose(cast):
    client = Client()
    client.force_login(cast.amara, backend=BACKEND)
    draft = start(client, cast.leo)
    walk(client, draft, calm(cast, harm={"answer": "suspected", "because": TYPED}, consent="refused"))
    draft.refresh_from_db()
    return draft


def _disposal(cast, written):
    femi = cast.femi
    femi.change(by=cast.ade, service_user=True)
    entry = Entry.write(by=cast.ade, folder=femi.folder("personal"), **written)
    return Disposal.propose(by=cast.ade, thing=entry, rule="not_needed", why="Written in error")


def _cookies(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    client.get("/")
    return {name: morsel.value for name, morsel in client.cookies.items()}


def _at(page, thing=None):
    return reverse(page, args=[thing.public_id] if thing else [])


def _records(world):
    cast, folder = world.cast, world.cast.leo.folder("personal")
    grant = {"to": cast.chen.public_id, "purpose": TYPED, "until": in_days(30).date().isoformat()}
    which = {"by": "name", "name": cast.yara.name, "born_on": cast.yara.born_on.isoformat(), "reason": "health"}
    return {
        "open a record": Use(_at("records:folder", folder), who="amara"),
        "log a concern": Use(_at("records:log_concern"), concern(facts=TYPED), "amara", file=True),
        "record an entry": Use(_at("records:write", folder), entry(fact=TYPED), "amara", file=True),
        "let somebody in": Use(_at("records:grant", folder), grant, "dee"),
        "open in an emergency": Use(_at("records:break_glass"), which | {"words": TYPED, "password": PASSWORD}, "chen"),
    }


def _agreements(world):
    cast = world.cast
    asked = filled(cast, words=TYPED, respondent=key(cast, cast.femi))
    return {
        "record an answer": Use(_at("consent:record", cast.leo), asked, "amara"),
        "take an answer back": Use(_at("consent:withdraw", world.agreed), {"words": TYPED}, "amara"),
    }


def _sharing(world):
    cast, draft = world.cast, world.open_draft
    words = {"if_nothing": "Nothing.", "others_at_risk": "Nobody", "could_be_harmed": "Nobody"}
    begin = {"people": [str(cast.leo.public_id)], "asks": "ours"}
    step = words | {"welfare": TYPED, "seen": draft.version}
    return {
        "begin a request": Use(_at("sharing:start", cast.leo), begin, "amara"),
        "answer a question": Use(_at("sharing:welfare", draft), step, "amara"),
        "propose": Use(_at("sharing:propose", world.draft), {"seen": world.draft.version}, "amara"),
        "send by a link": Use(_at("sharing:disclose", world.signed), _confirmed(world), "amara"),
    }


def _confirmed(world):
    """What is sent once the preview was looked at."""
    said = {
        "contact": str(world.cast.contact.public_id), "method": "one_time_link", "sent_to": TO, "reference": "R1",
        "tell": "before", "tell_words": TYPED, "agency_named": "yes", "checked": "on", "shared_at": "",
        "taken_by": "", "will_do": "", "more_1": "on", "what_1": SECRET, "nature_1": "fact", "why_1": "To see him.",
    }  # fmt: skip
    client = Client()
    client.force_login(world.cast.amara, backend=BACKEND)
    preview = client.post(_at("sharing:disclose", world.signed), said)
    return said | {"previewed": preview.context["preview"].sha256}


def _signing(world):
    def statement(decision, words):
        said = {name: value for name, value in words.items() if value is not True}
        return said | {"no_conflict": "on", "password": PASSWORD, "seen": decision.version, "rationale": TYPED}

    no = statement(world.refused, NOT_TO_SHARE) | {"public_interest": "insufficient"}
    no["review_on"] = in_a_year(30).isoformat()
    agree = {"password": PASSWORD, "seen": world.disposal.version}
    return {
        "sign": Use(_at("sharing:approve", world.harmful), statement(world.harmful, OVERRIDE), "dee"),
        "sign not to share": Use(_at("sharing:decline", world.refused), no, "dee"),
        "confirm a disposal": Use(_at("governance:agree_disposal", world.disposal), agree, "dana"),
    }


def _doors(world):
    door = reverse("portal:door", args=[world.delivery.token])
    return {
        "sign in": Use(
            reverse("account_login"),
            {"login": world.cast.ben.email, "password": PASSWORD},
            passing=ACCOUNT,
            again=False,
        ),
        "pick up what was sent": Use(
            door, {"name": "Sol Worker", "code": world.delivery.code}, passing=DOOR, again=False
        ),
    }
