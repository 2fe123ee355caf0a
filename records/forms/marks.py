"""Where on the body: a few marks, each chosen by name from a list; with scripts also placed on an outline."""

from django import forms

from records import body
from records.models import Mark
from records.models.mark import Drawing

from .asking import Paused

MOST = 8
LARGEST = 1000  # millimetres
PARTS = ("where", "kind", "size", "colour", "words", "x", "y")


def key_of(view, name):
    return f"{view}.{name.replace(' ', '_')}"


def _places():
    """Every place with a name, under the drawing it is on; both figures name theirs alike."""
    for view, title in body.VIEWS.items():
        names = [region.name for region in body.regions_of("child", view)]
        yield title, [(key_of(view, name), name[0].upper() + name[1:]) for name in names]


PLACES = [("", "Choose"), *_places()]
BY_KEY = {
    key_of(view, region.name): (view, region.name) for view in body.VIEWS for region in body.regions_of("child", view)
}


class MarksForm(Paused):
    """Some numbered marks. One that says nothing is not there; asking for another judges nothing yet."""

    mark_outline = forms.ChoiceField(
        label="Whose outline?", choices=list(body.OUTLINES.items()), widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(1, MOST + 1):
            self.fields |= {f"mark_{number}_{part}": field for part, field in _fields().items()}
            for part in ("where", "kind"):  # a mark that is there says both
                self[f"mark_{number}_{part}"].optional = False
        self["mark_outline"].optional = False

    @property
    def rows(self):
        """The marks that are asked for: those that say something, and an empty one where it is wanted."""
        said = [number for number in range(1, MOST + 1) if self._says(number)]
        wanted = max([1, *said]) + (bool(said) and "add_mark" in self.data)
        return [(number, self._row(number)) for number in range(1, min(wanted, MOST) + 1)]

    def _row(self, number):
        return [self[f"mark_{number}_{part}"] for part in PARTS]

    def _says(self, number):
        return any(field.errors or field.value() not in (None, "") for field in self._row(number))

    @property
    def is_full(self):
        return len(self.rows) == MOST

    @property
    def is_open(self):
        """Whether anything was said, is wrong, or is asked for, in a part that is folded away."""
        return "add_mark" in self.data or any(self._says(number) for number in range(1, MOST + 1))

    @property
    def views(self):
        return body.VIEWS

    @property
    def drawings(self):
        """Every outline somebody may mark, with the names of its places."""
        for outline in body.OUTLINES:
            for view in body.VIEWS:
                regions = [(key_of(view, region.name), region) for region in body.regions_of(outline, view)]
                yield Drawing(outline, view, []), regions

    def clean(self):
        given = super().clean()
        for number in range(1, MOST + 1):
            if any(given.get(f"mark_{number}_{part}") not in (None, "") for part in PARTS):
                self._check(number, given)
        return given

    def _check(self, number, given):
        """A mark says where and what; something else says what in words."""
        asks = {"where": "Choose where on the body, or empty this mark.", "kind": "Choose what you saw."}
        if given.get(f"mark_{number}_kind") == Mark.Kind.OTHER:
            asks["words"] = "Say what you saw."
        for part, message in asks.items():
            name = f"mark_{number}_{part}"
            if not given.get(name) and not self.has_error(name):
                self.add_error(name, message)

    @property
    def marks(self):
        """What the marks are written with."""
        numbers = [number for number in range(1, MOST + 1) if self.cleaned_data[f"mark_{number}_where"]]
        return [self._mark(number) for number in numbers]

    def _mark(self, number):
        given = {part: self.cleaned_data[f"mark_{number}_{part}"] for part in PARTS}
        outline, (view, name) = self.cleaned_data["mark_outline"] or "child", BY_KEY[given.pop("where")]
        place = given["x"], given["y"]
        if None in place or not self._is_there(outline, view, name, *place):
            place = body.middle_of(outline, view, name)
        return given | {"outline": outline, "view": view, "x": place[0], "y": place[1]}

    def _is_there(self, outline, view, name, x, y):
        """Whether a point lies in the place that was named; the name counts, for everybody can read it."""
        return body.is_on(outline, view, x, y) and body.region_of(outline, view, x, y) == name


def _one_of(label, choices):
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _coordinate():
    return forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=body.HEIGHT)


def _fields():
    """What is asked about one mark."""
    size = f"Enter a whole number of millimetres, from 1 to {LARGEST}."
    return {
        "where": _one_of("Where?", PLACES),
        "kind": _one_of("What did you see?", [("", "Choose"), *Mark.Kind.choices]),
        "size": forms.IntegerField(
            label="Millimetres across",
            min_value=1,
            max_value=LARGEST,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
            error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], size),
        ),
        "colour": _one_of("Colour", [("", "Choose"), *Mark.Colour.choices]),
        "words": forms.CharField(label="In your words", max_length=300, required=False),
        "x": _coordinate(),
        "y": _coordinate(),
    }


class Marked(Paused):
    """A form beside whose words marks may be placed on an outline of the body."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        begun = {"mark_outline": self.outline} | self.initial
        self.marks = MarksForm(self.data if self.is_bound else None, initial=begun)

    @property
    def outline(self):
        """The one to begin with; whoever writes may choose the other."""
        return "child"

    def is_valid(self):
        return super().is_valid() & self.marks.is_valid()
