"""What honest people do, at random and in any order: whatever is refused is not done, and nothing is ever touched."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from audit.models import read
from audit.verbs import Stale
from consent.models import Consent, NoticeGiven
from records.models import Concern, Entry, Exclusion, Person, Question, Relationship
from sharing.models import Decision
from sharing.signing import Refused
from sharing.states import NotNow
from staff.models import Appointment, Line
from tests.cast import in_days
from tests.sharing.conftest import AGREED, NOT_TO_SHARE, OVERRIDE, REFUSED, REFUSED_HARM, TO_SHARE

REFUSALS = (PermissionDenied, ValidationError, IntegrityError, Stale, NotNow, Refused, LookupError)


class Honest:
    """The deeds that are open to the cast. ``chance``: random.Random."""

    def __init__(self, cast, chance):
        self.cast, self.chance = cast, chance

    def do(self):
        """One deed, if it is lawful now. Returns its name, or None."""
        name = self.chance.choice(DEEDS)
        with suppress(*REFUSALS), transaction.atomic():
            getattr(self, name)()
            return name
        return None

    def anybody(self):
        return getattr(self.cast, self.chance.choice(["amara", "ben", "chen", "dee", "vik", "sena"]))

    def one(self, rows):
        return self.chance.choice(list(rows))

    def write(self):
        folder = self.cast.leo.folder(self.chance.choice(["developmental", "personal", "send", "safeguarding"]))
        Entry.write(by=self.cast.amara, folder=folder, kind="visit", fact="Zoë came in", happened_at=in_days(0))

    def correct(self):
        self.one(Entry.objects.all()).correct(by=self.cast.amara, fact="It was Tuesday.")

    def mark_historical(self):
        self.one(Entry.objects.all()).mark_historical(by=self.cast.dee, why="Long ago")

    def log_a_concern(self):
        Concern.log(by=self.anybody(), danger="no", facts="A bruise", people=[self.cast.leo])

    def answer_a_concern(self):
        self.one(Concern.objects.all()).answer(by=self.cast.dee, discussed="x", outcome="x", next_step="x")

    def ask(self):
        Question.ask(by=self.anybody(), group="child", words="May I?")

    def reply(self):
        self.one(Question.objects.all()).reply(by=self.cast.dee, words="You may.")

    def register(self):
        Person.register(by=self.cast.dee, name="Mia Larkin", group="child", key_person=self.cast.amara)

    def change_a_person(self):
        self.cast.leo.change(by=self.cast.dee, known_as=self.chance.choice(["Leo", "Leon", ""]))

    def hand_over(self):
        self.cast.leo.assign_key_person(by=self.cast.sena, to=self.cast.amara)

    def grant(self):
        folder = self.cast.leo.folder("personal")
        folder.grant(by=self.cast.dee, to=self.cast.chen, purpose="Cover", until=in_days(self.chance.randint(1, 9)))

    def end_a_grant(self):
        folder = self.cast.leo.folder("personal")
        folder.end_grant(by=self.cast.dee, grant=self.one(folder.grants.live()), why="Back")

    def exclude(self):
        self.cast.leo.exclude(by=self.cast.dora, who=self.cast.ade, reason="A relation")

    def end_an_exclusion(self):
        self.one(Exclusion.objects.in_force()).end(by=self.cast.dora, why="Over")

    def manage(self):
        Line.start(by=self.cast.adam, worker=self.cast.chen, manager=self.cast.ben)

    def end_a_line(self):
        self.one(Line.objects.in_force()).end(by=self.cast.adam)

    def appoint(self):
        self.one(Appointment.objects.filter(user=self.cast.vik)).end(by=self.cast.adam)

    def tell(self):
        NoticeGiven.explain(by=self.cast.amara, person=self.cast.leo, to_person=self.cast.femi, how="in_person")

    def answer(self):
        link = Relationship.objects.get(person=self.cast.leo, other=self.cast.femi)
        Consent.record(
            by=self.cast.amara, person=self.cast.leo, purpose="protection", recipient=self.cast.social_care,
            information="safeguarding", state=self.chance.choice(["given", "refused"]), footing="parent",
            answered_by=link.other, relationship=link, informed=True, competent=True, free=True, specific=True,
            how="writing", review_on=in_days(30).date(),
        )  # fmt: skip

    def take_back(self):
        self.one(Consent.objects.all()).withdraw(by=self.cast.amara, words="No more")

    def propose(self):
        Decision.propose(
            by=self.cast.amara, people=[self.cast.leo], facts=self.chance.choice([AGREED, REFUSED, REFUSED_HARM]),
            request={"name": "Amara Example", "asked_for": "What we saw", "why": "To keep him safe"},
            contact=self.cast.contact, agency=self.cast.social_care, information="safeguarding",
        )  # fmt: skip

    def sign(self):
        outcome, words = self.chance.choice([("share", TO_SHARE), ("share", OVERRIDE), ("do_not_share", NOT_TO_SHARE)])
        self.one(Decision.objects.all()).sign(by=self.cast.dee, outcome=outcome, **words)

    def send_back(self):
        self.one(Decision.objects.all()).send_back(by=self.cast.dee, comment="More, please")

    def amend(self):
        self.one(Decision.objects.all()).amend(by=self.cast.dee, words="She rang back.")

    def reopen(self):
        self.one(Decision.objects.all()).reopen(by=self.cast.dee, why="Something new")

    def look(self):
        read("records:person", by=self.anybody(), about=self.cast.leo, shown=[*Entry.objects.all()[:3]])

    def be_refused(self):
        read("records:person", by=self.cast.vik, refused=True, asked_for="/people/0/")


OTHERS = {"do", "anybody", "one"}
DEEDS = [name for name in vars(Honest) if not name.startswith("_") and name not in OTHERS]
