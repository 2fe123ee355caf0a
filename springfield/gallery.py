"""Every piece a page may be built from, and every kind of question, on one page: to look at, and to test."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone
from django.views.decorators.http import require_safe

from staff.access import signed_in

ANSWERS = [("yes", "Yes"), ("no", "No"), ("not_sure", "Not sure")]


class EveryQuestion(forms.Form):
    """One question of each kind."""

    sections = {"Words": ["name", "number", "email", "words", "short"], "When and what": ["born_on", "happened_at"]}
    reveals = {"which": ("known", "yes"), "why": ("sure", True)}
    hints = {"known": {"no": "You can describe them in your own words."}}

    danger = forms.ChoiceField(
        label="Is anyone in danger now?",
        help_text="If you are not sure, choose “Not sure”: it counts as yes.",
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether anyone is in danger now."},
    )
    staff = forms.ChoiceField(
        label="Is it about somebody who works here?", choices=ANSWERS[:2], widget=forms.RadioSelect
    )
    known = forms.ChoiceField(label="Are they listed?", choices=ANSWERS[:2], widget=forms.RadioSelect)
    which = forms.CharField(label="Their name", error_messages={"required": "Enter their name."})
    who = forms.MultipleChoiceField(
        label="Who did you tell?",
        choices=[("lead", "The lead"), ("parent", "A parent"), ("nobody", "Nobody yet")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    name = forms.CharField(label="Your name", max_length=60)
    number = forms.IntegerField(label="How many children", required=False)
    email = forms.EmailField(label="Your e-mail address")
    words = forms.CharField(
        label="What happened",
        help_text="Only what you saw or heard. What you think comes later.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    short = forms.ChoiceField(
        label="Folder", choices=[("", "Choose a folder"), ("personal", "Personal"), ("send", "SEND")]
    )
    born_on = forms.DateField(label="Date of birth", help_text="For example, 27 3 2019")
    happened_at = forms.DateTimeField(label="When did it happen?")
    scan = forms.FileField(label="A photograph or scan", required=False)
    sure = forms.BooleanField(label="I have checked that this is the right person")
    why = forms.CharField(label="How you checked", required=False)
    password = forms.CharField(label="Your password, as your signature", widget=forms.PasswordInput)


@dataclass(frozen=True)
class Group:
    """Some pieces that belong together, and how they are written."""

    title: str
    name: str

    @property
    def template(self):
        return f"_components/gallery/{self.name}.html"

    @property
    def how(self):
        return f"How this is written: {self.title.lower()}"

    @property
    def source(self):
        return get_template(self.template).template.source


GROUPS = [
    Group("Words in a frame", "words"),
    Group("A verdict", "verdict"),
    Group("Facts in rows", "facts"),
    Group("Ways on", "ways"),
    Group("A person and their story", "story"),
    Group("Two versions side by side", "versions"),
]
CONTACTS = [
    {"name": "Police, fire, ambulance", "number": "999", "when": "Somebody is hurt or about to be"},
    {"name": "Children’s advice line", "number": "01632 960123", "when": "Monday to Friday, 9 to 5"},
]
CLAUSES = [
    ("S-18", "Where harm is suspected, safety comes before everything else."),
    ("S-20", "The lead may share without agreement where the need is great enough, and writes down why."),
]
MISSING = [("Ring the agency back on a number you know", "#missing"), ("Say what the purpose is", "#missing")]


@require_safe
@signed_in
def gallery(request):
    now = timezone.now()
    return render(
        request,
        "gallery.html",
        {
            "empty_form": EveryQuestion(prefix="empty"),
            "form": EveryQuestion({"known": "yes", "sure": "on", "born_on_day": "31", "born_on_year": "2019"}),
            "groups": GROUPS,
            "contacts": CONTACTS,
            "clauses": CLAUSES,
            "missing": MISSING,
            "now": now,
            "earlier": now - timedelta(days=6, hours=3),
        },
    )
