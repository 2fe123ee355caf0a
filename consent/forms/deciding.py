"""What is asked about whether somebody can decide, who decides when they cannot, and what a young person wishes."""

from django import forms
from django.utils import timezone

from policy import packs
from records.models import Folder, Relationship

from ..grounds import grounds_of
from ..models import BestInterests, Capacity, Competence, Power, Wish
from ..models.kind import Kind
from ..models.wish import last_day
from .fields import YES_NO, CheckedByItsModel, line, lines, radios
from .matter import KindForm

ONE_DECISION = ["kind", "about"]
ABOUT_HELP = "In a few words, as you said it to them. For example: telling the school nurse about the club."
LOOK_AGAIN = "At most a year. Sooner is better: people get better, and worse."


class AssessmentForm(KindForm):
    """One decision, some questions with yes or no, and the row that they become."""

    model: type
    asks: list[str] = []

    about = line("Which decision is it about?", longest=300, help_text=ABOUT_HELP)

    def answer(self):
        asked = {name: said for name, said in self.cleaned_data.items() if name not in Kind.others()}
        given = {**asked, **self.matter()}
        return given | {question: given[question] == "yes" for question in self.asks}

    def row(self):
        return self.model(assessed_by=self.by, **self.answer())


class CompetenceForm(AssessmentForm):
    """Five questions about one decision. One 'no' means: not able to decide this, yet."""

    model = Competence
    asks = Competence.QUESTIONS
    sections = {
        "The decision": ONE_DECISION,
        "Do they understand this?": Competence.QUESTIONS,
        "What you base it on": ["reasons", "wants_parents_told"],
    }

    understands_what = radios("What would be done or shared, and with whom?", YES_NO)
    understands_why = radios("Why they are asked?", YES_NO)
    understands_consequences = radios("What could follow, good and bad?", YES_NO)
    understands_alternatives = radios("What else could be done, and what happens if they say no?", YES_NO)
    can_weigh = radios("Can they weigh it up, and say what they want?", YES_NO)
    reasons = lines("What did they say or do that shows it?")
    wants_parents_told = radios(
        "Do they want their parents told?",
        Competence.WantsParentsTold.choices,
        help_text="If they can decide this and say no, we do not tell them. Only a lead can go against it, for a harm.",
    )


class CapacityForm(AssessmentForm):
    """Two stages, of somebody presumed able. Help comes first."""

    model = Capacity
    asks = [*Capacity.ABILITIES, "because_of_it"]
    sections = {
        "The decision": ONE_DECISION,
        "First, help them to decide": ["help_given"],
        "One: how their mind works": ["impairment"],
        "Two: can they do this, with help?": [*Capacity.ABILITIES, "because_of_it"],
        "What you base it on": ["reasons", "review_on"],
    }

    help_given = lines("What did you do to help them decide this themselves?", rows=3)
    impairment = lines(
        "What disturbs how their mind or brain works, and how do you know?",
        rows=3,
        required=False,
        help_text="Leave it empty if nothing does. Then they decide, even if you would choose otherwise.",
    )
    understands = radios("Can they understand what it is about?", YES_NO)
    retains = radios("Can they keep it in mind long enough to decide?", YES_NO)
    weighs = radios("Can they weigh it up?", YES_NO)
    communicates = radios("Can they say what they decide, in any way?", YES_NO)
    because_of_it = radios("Where the answer is no: is it because of what you wrote in part one?", YES_NO)
    reasons = lines("What did they say or do that shows it?")
    review_on = forms.DateField(
        label="If they cannot: when is this looked at again?", help_text=LOOK_AGAIN, required=False
    )


class BestInterestsForm(AssessmentForm):
    """Only of somebody found not able to decide this; the assessment is looked up by the decision."""

    model = BestInterests
    asks = ["shares"]
    shown_at = {"capacity": "about"}
    sections = {
        "The decision": ONE_DECISION,
        "What was thought of": ["wants", "asked", "less_restrictive", "can_wait"],
        "What was decided": ["shares", "reasons", "decided_by", "decided_at", "review_on"],
    }

    wants = lines("What do they want, or what would they want? What have they said before?", rows=3)
    asked = lines("Who was asked, and what did they say?", rows=3, help_text="Those who care for them, or an advocate.")
    less_restrictive = lines("What else was thought of that would restrict them less?", rows=3)
    can_wait = lines("Can it wait until they can decide themselves?", rows=2)
    shares = radios("Is it in their interests that this is shared or done?", YES_NO)
    reasons = lines("Why?")
    decided_by = line("Who decided?", help_text="Name and post.")
    decided_at = forms.DateTimeField(label="When?")
    review_on = forms.DateField(label="When is it looked at again?", help_text=LOOK_AGAIN)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decided_at"].initial = timezone.now()

    def answer(self):
        given = super().answer()
        matter = ("kind", "purpose", "recipient", "recipient_kind", "information")
        unmade = BestInterests(**{field: given[field] for field in matter})
        known = grounds_of(self.person, timezone.localdate(given["decided_at"]))
        unable = known.assessments.unable(unmade, known.at)
        return given | {"capacity": unable if isinstance(unable, Capacity) else None}

    def row(self):
        return BestInterests(recorded_by=self.by, **self.answer())


class PowerForm(CheckedByItsModel):
    """Which paper somebody holds, and that it was seen."""

    relationship = radios("Who holds it?", [], error_messages={"required": "Choose who holds it."})
    kind = radios("Which power is it?", Power.Kind.choices)
    registered_on = forms.DateField(
        label="When was it registered, or ordered by the court?",
        help_text="It is stamped on every page of a registered power. Empty means not yet: then it cannot be used.",
        required=False,
    )
    limits = line("Does it leave something out, or set a condition?", longest=500, required=False)
    evidence = line("Which paper did you see?", longest=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = Relationship.objects.family_of(self.person, self.by).filter(kind=Relationship.Kind.ATTORNEY)
        self.links = {str(link.public_id): link for link in found}
        self.fields["relationship"].choices = [(key, link.other.name) for key, link in self.links.items()]

    def answer(self):
        given = self.cleaned_data
        return {**given, "person": self.person, "relationship": self.links[given["relationship"]]}

    def row(self):
        return Power(seen_by=self.by, **self.answer())


class WishForm(CheckedByItsModel):
    """What a young person does not want their parents told."""

    EVERYTHING = "all"

    information = radios("What do they not want their parents told?", [])
    words = lines("What did they say, in their own words?", rows=3, required=False)
    review_on = forms.DateField(
        label="When do you ask them again?", help_text="Until they say otherwise we keep to it, on that day too."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(kind, packs.current().information[kind]) for kind in Folder.KINDS_FOR[self.person.group]]
        others = [(kind.value, kind.label) for kind in Kind.others()]
        all_of_it = (self.EVERYTHING, "Anything, and that they come here at all")
        self.fields["information"].choices = [all_of_it, *kinds, *others]
        self.fields["review_on"].initial = last_day()

    def answer(self):
        said = self.cleaned_data["information"]
        other = {"kind": said, "information": ""} if said in Kind.others() else {"kind": Kind.SHARING.value}
        about = {"information": said.replace(self.EVERYTHING, "")} | other
        given = {name: self.cleaned_data[name] for name in ("words", "review_on")}
        return {"person": self.person, **about, **given, "competence": self._understood(**about)}

    def _understood(self, kind, information):
        """The newest assessment that shows they can decide this; of everything, any."""
        able = [one for one in self.person.competences.all() if one.is_able]
        same = [one for one in able if (one.kind, one.information) == (kind, information)]
        everything = kind == Kind.SHARING and not information
        return next(iter(able if everything else same), None)

    def row(self):
        return Wish(heard_by=self.by, **self.answer())

    shown_at = {"competence": "information"}


class HarmForm(forms.Form):
    """Which harm outweighs what they asked, and what shows it: a lead's alone."""

    harm = radios("Which harm makes it necessary?", Wish.Harm.choices)
    reason = lines("What shows that?", help_text="What you saw, heard or were told, and what you thought of instead.")

    def answer(self):
        return self.cleaned_data
