"""Who is in the demonstration: the staff, the families and the agencies."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from records.models import Agency, Household, Order, OtherSetting, Person, Relationship, SafeContact
from staff import roles
from staff.models import Appointment, Cover, Line, Undertaken, User

PASSWORD = "larch tree by the river"  # noqa: S105 - printed at start, opens invented records on this machine only
STAFF = {
    "amara": ("Amara Bell", "Family support worker", roles.Practitioner),
    "ben": ("Ben Carver", "Team manager", roles.Practitioner),
    "chen": ("Chen Doyle", "Play worker", roles.Practitioner),
    "dee": ("Dee Ellis", "Safeguarding lead, children", roles.ChildrenLead),
    "ade": ("Ade Fox", "Safeguarding lead, adults", roles.AdultsLead),
    "dora": ("Dora Grant", "Deputy safeguarding lead", roles.Deputy),
    "sena": ("Sena Hall", "Chief executive", roles.SeniorLeader),
    "dana": ("Dana Irving", "Data protection manager", roles.DataProtectionManager),
    "vik": ("Vik James", "Volunteer", roles.Volunteer),
    "adam": ("Adam Kerr", "Office administrator", roles.Administrator),
    "ola": ("Ola Lund", "Chair of trustees", roles.OutsidePerson),
}
AGENCIES = {
    "cass": ("Example Children's Advice Service", "children", "01632 960301", "Dina Moss", "Duty social worker"),
    "adults": ("Example Adults' Access Point", "adults", "01632 960302", "Ray Penn", "Duty practitioner"),
    "police": ("Example Police, family unit", "police", "01632 960303", "DC Jo Sand", "Detective constable"),
    "health": ("Example Speech and Language Therapy", "health", "01632 960304", "Nell Oak", "Therapist"),
    "visitor": ("Example Health Visiting", "health", "01632 960305", "Bryn Vale", "Health visitor"),
    "school": ("Example Primary School", "school", "01632 960306", "Ms Tarn", "Designated lead"),
    "housing": ("Example Homes", "housing", "01632 960307", "Lee Firth", "Housing officer"),
    "solicitor": ("Dunn and Partners", "solicitor", "01632 960308", None, None),
}


def _birthday(today, age, in_days=None, **_):
    """On the first of this month; or so many days from now, when they turn that age."""
    day = today + timedelta(days=in_days) if in_days else today.replace(day=1)
    return day.replace(year=day.year - age, day=min(day.day, 28))


class Demo:
    """Everybody by a short name: ``demo.staff["dee"]``, ``demo.people["leo"]``, ``demo.contacts["cass"]``."""

    def __init__(self):
        self.system = User.system()
        self.staff = {key: self._member(key, *who) for key, who in STAFF.items()}
        self._lines_and_cover()
        self.people = {}
        for family in tomllib.loads((Path(__file__).parent / "families.toml").read_text("utf-8"))["family"]:
            self._family(family)
        self.agencies, self.contacts = {}, {}
        for key, agency in AGENCIES.items():
            self._agency(key, *agency)
        self._around_leo()

    def _member(self, key, name, post, role):
        first, last = name.split()
        user = User.objects.create_user(
            f"{key}@example.org", PASSWORD, first_name=first, last_name=last, post=post, phone="01632 960200"
        )
        Appointment.give(by=self.system, to=user, role=role)
        Undertaken.sign(by=user, typed_name=name)
        return user

    def _lines_and_cover(self):
        for worker, manager in [("amara", "ben"), ("chen", "ben"), ("ben", "sena"), ("dee", "sena"), ("ade", "sena")]:
            Line.start(by=self.staff["adam"], worker=self.staff[worker], manager=self.staff[manager])
        now = timezone.now()
        for lead, group in [("dee", "child"), ("ade", "adult")]:
            Cover.put(
                by=self.staff["adam"],
                lead=self.staff[lead],
                group=group,
                starts_at=now,
                ends_at=now + timedelta(days=90),
            )

    def _family(self, family):
        for details in family["people"]:
            self.people[details["key"]] = self._person(**details)
        for link in family["links"]:
            for child in link["of"]:
                self._link(child, **link)
        for contact in family.get("locked", ()):
            self._lock(**contact)

    def _person(self, key, name, age=None, due=None, key_person=None, **details):
        today = timezone.localdate()
        born = {"born_on": _birthday(today, age, **details)} if age is not None else {}
        details.pop("in_days", None)
        expected = {"due_on": today + timedelta(weeks=due)} if due is not None else {}
        worker = self.staff[key_person] if key_person else None
        group = "child" if age is None or age < 18 else "adult"
        by = worker or self.staff["amara"]
        return Person.register(by=by, name=name, group=group, key_person=worker, **born, **expected, **details)

    def _link(self, child, who, kind, pr="", evidence="", restriction="", few=False, **_):
        seen = {"pr_seen_by": self.staff["dee"], "pr_seen_on": timezone.localdate()} if evidence else {}
        Relationship.link(
            by=self.staff["dee"],
            person=self.people[child],
            other=self.people[who],
            kind=kind,
            pr_basis=pr,
            pr_evidence=evidence,
            restriction=restriction,
            is_confidential=few,
            **seen,
        )

    def _lock(self, of, withhold, **contact):
        person = self.people[of]
        rows = [{"person": self.people[key]} if key in self.people else {"words": key} for key in withhold]
        SafeContact.protect(by=person.key_person, person=person, withhold=rows, **contact)

    def _around_leo(self):
        """A home, another setting, and an order that by itself changes whom anybody may ask, tell or give something."""
        amara, dee, leo, today = self.staff["amara"], self.staff["dee"], self.people["leo"], timezone.localdate()
        home = Relationship.objects.filter(person=leo, other__in=[self.people[key] for key in ("femi", "gran", "mia")])
        Household.record(by=amara, person=leo, links=home, called="With Femi and Grace", starts_on=leo.born_on)
        OtherSetting.record(
            by=amara, person=leo, agency=self.agencies["school"], days="Tuesdays and Thursdays", contact="Ms Tarn"
        )
        for child in (leo, self.people["mia"]):
            Order.record(
                by=dee, person=child, kind="prohibited_steps", limited=self.people["quin"], no_consent=True,
                no_receipt=True, not_told=True, no_collection=True, starts_on=today - timedelta(days=60),
                ends_on=today + timedelta(days=300), evidence="Sealed copy of the order", seen_by=dee, seen_on=today,
                review_on=today + timedelta(days=240), words="No steps in bringing them up, and no contact",
            )  # fmt: skip

    def _agency(self, key, name, kind, telephone, contact, post):
        agency = self.agencies[key] = Agency.add(by=self.staff["dee"], name=name, kind=kind, telephone=telephone)
        if contact:
            self.contacts[key] = agency.verify(
                by=self.staff["dee"], name=contact, post=post, telephone=telephone, number_from="Our own directory"
            )
