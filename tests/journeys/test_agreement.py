"""Families say yes and no, and change their minds: what each of them says counts as the policy has it (S-02, H-12)."""

import json
import re
from urllib.parse import urlsplit

import pytest

from .crawl import faults
from .seat import Seat

pytestmark = pytest.mark.journey

# A family with a teenager who can decide for herself, a small child, and one agreement that has run out.
FAMILY = """
import json
from datetime import date, timedelta
from django.utils import timezone
from consent.models import Competence, Consent
from records.models import Agency, Person, Relationship
from sharing.agreement import as_kept
from sharing.facts import Facts
from sharing.models import Decision
from springfield.demo.decisions import CALM
from consent.standing import standing
from staff.models import User
amara, dee = [User.objects.get(email=f"{name}@example.org") for name in ("amara", "dee")]
today, people = timezone.localdate(), {}
for name, age in {"Nell Moss": 15, "Otis Moss": 5, "Mara Moss": 40, "Tom Moss": 41, "Cleo Childs": 50}.items():
    group = "child" if age < 18 else "adult"
    people[name] = Person.register(
        by=dee, name=name, group=group, born_on=date(today.year - age, 1, 1), key_person=amara if age < 18 else None
    )
nell, otis, mara, tom, cleo = people.values()
links = {}
for child in (nell, otis):
    for who, kind, basis in ((mara, "mother", "mother"), (tom, "father", "birth_register"), (cleo, "childminder", "")):
        links[child, who] = Relationship.link(by=dee, person=child, other=who, kind=kind, pr_basis=basis)
able = dict.fromkeys(Competence.QUESTIONS, True)
school, health = Agency.objects.filter(kind="school").first(), Agency.objects.get(name="Example Health Visiting")
Competence.assess(
    by=dee, person=nell, purpose="learning", recipient=school, information="developmental",
    about="Telling the school", reasons="Said it back.", wants_parents_told="no", **able,
)
def yes(child, purpose, agency, information, days=5, review=90):
    Consent.record(
        by=amara, person=child, answered_by=mara, relationship=links[child, mara], footing="parent", state="given",
        purpose=purpose, recipient=agency, information=information, how="writing",
        answered_at=timezone.now() - timedelta(days=days), review_on=today + timedelta(days=review),
        **dict.fromkeys(Consent.CHECKS, True),
    )
yes(nell, "learning", school, "developmental")
yes(otis, "learning", school, "developmental")
yes(otis, "early_help", school, "send", days=90, review=-2)
yes(otis, "health", health, "personal")
facts = CALM | {"consent": "given"}
decision = Decision.propose(
    by=amara, people=[otis], facts=facts, agency=health, contact=health.contacts.first(), purpose="health",
    information="personal", standing=as_kept([(otis, standing(otis, "health", health, "personal"))], Facts(**facts)),
    request={"name": "Amara", "asked_for": "How Otis sleeps", "why": "To help"}, welfare="Sleep", tell="before",
)
print(json.dumps({"nell": str(nell.public_id), "otis": str(otis.public_id), "decision": str(decision.public_id),
                  "school": school.name}))
"""


@pytest.fixture(scope="module")
def family(service):
    return json.loads(service.knows(FAMILY).splitlines()[-1])


def is_asked(amara, child, who, answer, **other):
    """Amara, alone with somebody, asks about telling the school, and writes down what they say."""
    asked = {"purpose": "Helping somebody learn", "information": "How a child is learning", **other}
    amara.opens(f"/consent/people/{child}/record/")
    if "before" in amara.where:
        amara.answers("Who else is in the room", "Nobody else")
        amara.answers("Is it safe for them", "Yes")
        amara.answers("Is an interpreter there", "No interpreter is needed")
        amara.presses("Continue")
    amara.answers("Whose answer is it", who)
    amara.picks("What is it for", asked["purpose"])
    amara.picks("Who would be told", asked["school"])
    amara.answers("Which information", asked["information"])
    amara.answers("Do they agree", answer)
    amara.ticks_all("Tick what is true")
    amara.answers("Should the safeguarding lead look", "No")


def signs_with_the_mouse(amara: Seat):
    amara.answers("How did they answer", "On the screen")
    box = amara.page.locator("svg.pad__box")
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    mouse = amara.page.mouse
    mouse.move(place["x"] + 30, place["y"] + 40)
    mouse.down()
    for step in range(1, 16):
        mouse.move(place["x"] + 30 + step * 9, place["y"] + 40 + step % 5 * 6)
    mouse.up()


@pytest.mark.clause("S-02", "S-19", "H-12")
def test_a_teenager_says_no_while_her_mother_says_yes_and_signs_it_herself(sits_down, family):
    amara = sits_down("amara")
    amara.opens(f"/consent/people/{family['nell']}/record/")
    amara.answers("Who else is in the room", "Somebody else is here")
    amara.answers("Is it safe for them", "I am not sure")
    amara.answers("Is an interpreter there", "No interpreter is needed")
    amara.presses("Continue")
    amara.reads("We talk about it another day")
    assert faults(amara) == []

    amara.opens(f"/consent/people/{family['nell']}/before/")
    is_asked(amara, family["nell"], "Nell Moss (themselves)", "They do not agree", school=family["school"])
    signs_with_the_mouse(amara)
    amara.presses("Record the answer")
    amara.reads("The answer is recorded", "Refused", "heard before the adults")
    amara.follows("How it was signed")
    amara.reads("Drawn on the screen")
    assert amara.page.locator("svg.pad__box polyline").count() == 1


@pytest.mark.clause("S-16", "H-12")
def test_a_father_objects_later_and_nobodys_answer_wins(sits_down, family):
    amara = sits_down("amara")
    is_asked(amara, family["otis"], "Tom Moss", "They do not agree", school=family["school"])
    amara.answers("How did they answer", "By telephone")
    amara.presses("Record the answer")
    amara.reads("Ask the lead")
    amara.page.get_by_text("Why, for staff only").first.click()
    amara.reads("Disputed.", "nobody's answer wins")


@pytest.mark.clause("S-05", "S-02")
def test_a_childminder_tries_to_consent_and_hears_what_she_may_do(sits_down, family):
    amara = sits_down("amara")
    is_asked(amara, family["otis"], "Cleo Childs", "They agree", school=family["school"], purpose="Helping early")
    amara.answers("How did they answer", "By telephone")
    amara.presses("Record the answer")
    amara.reads("There is a problem", "Write down what they say as information from them")


@pytest.mark.clause("S-16", "S-25", "H-15")
def test_what_ran_out_is_asked_about_again_with_the_sheet_turned_round(sits_down, family):
    amara = sits_down("amara")
    amara.opens("/")
    amara.reads("Ask about an agreement again: Otis Moss")
    amara.opens("/consent/sheet/?purpose=early_help&recipient=kind:school&information=send&language=pl&style=easy")
    amara.reads("Możesz powiedzieć „nie”.", "Szkoła lub inna placówka")
    assert faults(amara) == []

    about = {"purpose": "Helping early", "information": "Special educational needs"}
    is_asked(amara, family["otis"], "Mara Moss", "They agree", school=family["school"], **about)
    amara.answers("How did they answer", "By telephone")
    amara.presses("Record the answer")
    amara.opens("/")
    amara.does_not_read("Ask about an agreement again: Otis Moss")


ADDRESS = """
from consent.models import SheetLink
print(SheetLink.objects.latest("pk").address)
"""


@pytest.mark.clause("S-16", "H-12")
def test_a_mother_is_asked_by_a_link_and_says_yes_at_the_door(sits_down, service, family):
    amara, mara = sits_down("amara"), sits_down()
    amara.opens(f"/consent/people/{family['otis']}/link/")
    amara.answers("Who is asked", "Mara Moss")
    amara.picks("What is it for", "Health care")
    amara.picks("Who would be told", family["school"])
    amara.answers("Which information", "How a child is learning")
    amara.answers("Which words", "Easy words")
    amara.writes({"Their e-mail address": "mara@home.example.org"})
    amara.answers("Does anybody else read", "No, only they do")
    amara.presses("Send the link")
    code = re.search(r"\b\d{4} \d{4}\b", amara.text).group()

    mara.opens(urlsplit(service.knows(ADDRESS)).path)
    mara.writes({"Your name": "Mara", "The code you were told": code})
    mara.presses("Open it")
    mara.reads(family["school"])
    assert "Otis" not in mara.text and faults(mara) == []
    mara.answers("What do you say", "Yes, I agree")
    mara.presses("Send my answer")
    mara.reads("Your answer has arrived")

    amara.opens("/")
    amara.follows("An answer came by the link: Otis Moss")
    assert faults(amara) == []
    amara.ticks_all("Tick what is true")
    amara.answers("Should the safeguarding lead look", "No")
    amara.presses("Record their yes")
    amara.reads("You have looked at it")


@pytest.mark.clause("H-12", "S-19", "H-10")
def test_taken_back_between_proposal_and_signature_the_decision_comes_back(sits_down, family, password):
    amara, dee = sits_down("amara"), sits_down("dee")
    dee.opens(f"/sharing/decision/{family['decision']}/approve/")
    dee.writes({"Why is this the right decision": "Her mother agreed, and only what the visitor needs leaves."})
    amara.opens(f"/consent/people/{family['otis']}/")
    amara.page.locator(".govuk-summary-list", has_text="Example Health Visiting").get_by_text("takes it back").click()
    amara.presses("Take it back now")
    amara.reads("weighed again")

    dee.signs(password)
    dee.presses("Sign")
    dee.reads("was taken back. Weigh it again", "agreed, then taken back", "public interest")
    dee.opens(f"/sharing/decision/{family['decision']}/")
    dee.reads("was taken back. Weigh it again", "waiting for a designated person")
