"""Log a concern, and what a lead answers."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from policy import packs
from records.models import Concern, Person
from staff.models import User

from .asking import NOT_SHOWN, Finding, OneFound, OneOf, SomeOf, long_answer, not_in_the_future, seen
from .files import Attaching
from .marks import Marked

WHERE = {"child": "A child or young person, or a child not yet born", "adult": "An adult"}
MOST_OF_MINE = 12
NOTHING = "nothing"


class ConcernForm(Attaching, Marked, Finding):
    """One page, under a minute: danger first. Whoever has not signed the undertaking is shown no list of people."""

    reveals = {"about_staff": ("is_about_staff", "yes"), "about_staff_words": ("is_about_staff", "yes")}
    hints = {
        "danger": {
            "yes": "Ring 999 first. Then ring the lead. Then come back and send this.",
            "not_sure": "That counts as yes. Ring the lead now, and send this.",
        },
        "is_about_staff": {
            "yes": "Choose them from the list, and they will not see it. "
            "A senior leader looks into it, or whoever our policy names next."
        },
    }

    danger = forms.ChoiceField(
        label="Is anyone in danger now?",
        choices=Concern.Danger,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say whether anyone is in danger now. If you are not sure, choose “I am not sure”."
        },
    )
    is_about_staff = forms.ChoiceField(
        label="Is it about somebody who works or volunteers here?",
        choices=[("no", "No"), ("yes", "Yes")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is about somebody who works or volunteers here."},
    )
    about_staff = OneOf(
        User.objects.none(),
        label="Which colleague?",
        required=False,
        empty_label="Somebody not on this list, or I am not sure who",
        error_messages={"invalid_choice": "Choose from the colleagues shown, or describe them."},
    )
    about_staff_words = forms.CharField(label="Or describe them", max_length=300, required=False)
    people = SomeOf(
        Person.objects.none(),
        label="Who is it about?",
        help_text="Tick, find or describe at least one, unless it is only about a colleague.",
        required=False,
        error_messages=NOT_SHOWN,
    )
    others = forms.CharField(
        label="Somebody not listed",
        help_text="A name, or a few words such as “the baby she is expecting” or “a boy in a red coat”.",
        max_length=300,
        required=False,
    )
    group = forms.ChoiceField(
        label="Who may be harmed?",
        help_text="If you leave this empty, the lead for children is told.",
        choices=list(WHERE.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    facts = long_answer(
        "What happened?",
        rows=6,
        help_text="Only what you saw or heard, as a camera would have recorded it.",
        error_messages={"required": "Say what happened. One sentence is enough to start."},
    )
    own_words = long_answer("What they said, in their very words", rows=3, required=False)
    opinion = long_answer("What you think about it", rows=3, required=False, help_text="Kept apart from what happened.")
    happened_at = forms.DateTimeField(
        label="When did it happen?",
        help_text="Leave it empty if it is happening now.",
        required=False,
        validators=[not_in_the_future],
    )

    def __init__(self, *args, by, **kwargs):
        self.by, self.knows_people = by, by.has_undertaken
        people = Person.objects.open_to(by) if self.knows_people else Person.objects.none()
        mine = people.filter(key_person=by.pk).order_by("name", "pk")[:MOST_OF_MINE]
        super().__init__(*args, among=people, always=mine, **kwargs)
        for name in ("people", "others"):  # one of them is asked for: neither is marked as optional
            self[name].optional = False
        self.fields["about_staff"].queryset = User.objects.open_to(by).exclude(pk=by.pk).order_by("first_name", "pk")
        self.fields["about_staff"].label_from_instance = lambda user: f"{user.name}, {user.post}".rstrip(", ")

    def clean(self):
        given = super().clean()
        somebody = given.get("people") or given.get("others") or given.get("is_about_staff") == "yes"
        if not somebody and not self.has_error("people"):
            self.add_error("others", "Say who it is about. A few words are enough, such as “a girl in the hall”.")
        return given

    @property
    def says_more(self):
        """Whether anything was written, or is wrong, in the part that is folded away."""
        when = self["happened_at"]
        said = [self[name].errors or self[name].value() for name in ("own_words", "opinion")]
        return any([*said, when.errors, *(box.value for box in when.boxes)])

    @property
    def details(self):
        """What the concern is logged with."""
        given = dict(self.cleaned_data)
        del given["find_words"]
        given["files"] = given.pop("attached")
        given["is_about_staff"] = given["is_about_staff"] == "yes"
        given["group"] = self._group(given)
        given["marks"] = self.marks.marks
        return given

    def _group(self, given):
        """Which lead is told: a child comes first, and somebody unknown counts as a child."""
        groups = {person.group for person in given["people"]}
        if "child" in groups or given["group"] == "child" or not (groups or given["group"]):
            return "child"
        return "adult"


class AnswerForm(forms.Form):
    """What a lead records: discussed, outcome, next step (S-27); of what rests, until when."""

    reveals = {"look_on": ("more", NOTHING)}
    seen = seen()
    discussed = long_answer(
        "What was discussed, and with whom?",
        error_messages={"required": "Say what was discussed, and with whom. “With nobody yet” is an answer too."},
    )
    outcome = long_answer(
        "What came of it?", error_messages={"required": "Say what came of it, also when nothing needs to be done."}
    )
    next_step = long_answer(
        "What happens next, and by when?",
        rows=3,
        error_messages={"required": "Say what happens next. If nothing does, say so."},
    )
    more = forms.ChoiceField(
        label="Is anything more to be done?",
        choices=[("yes", "Yes, as written above"), (NOTHING, "No further action for now")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether anything more is to be done."},
    )
    look_on = forms.DateField(
        label="When is it looked at again?",
        help_text="It opens again by itself on this day, or before, as soon as something new comes.",
        required=False,
    )
    reporter_words = forms.CharField(
        label="Words for the reporter",
        help_text="They read only this. Left empty: that it was acted on, and that what it was may be private.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, initial=None, **kwargs):
        usual = timezone.localdate() + timedelta(days=packs.current().intervals["no_action_days"])
        super().__init__(*args, initial={"look_on": usual, **(initial or {})}, **kwargs)

    def clean(self):
        """The day counts only where nothing more is done; whoever chose that gives one."""
        given = super().clean()
        if given.pop("more", "") != NOTHING:
            return given | {"look_on": None}
        day = given.get("look_on")
        if not self.has_error("look_on") and not (day and day > timezone.localdate()):
            self.add_error("look_on", "Give a day that is still to come: nothing rests without one.")
        return given


class NotEnoughForm(forms.Form):
    """Whoever reported it thinks that too little is done."""

    why = long_answer(
        "Why must more be done?",
        help_text="Say what you know that may have been missed. Somebody who did not answer it reads this.",
        error_messages={"required": "Say why. One sentence is enough."},
    )


class LinkForm(Finding):
    """Which record a concern is about, where the reporter had only words."""

    finds = "person"
    person = OneFound(label="Whose record?")
