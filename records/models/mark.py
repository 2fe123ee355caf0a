"""One mark on an outline of the body: what somebody saw on a person's skin, and where (S-03, S-22)."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from audit.verbs import Recorded, RecordedQuerySet

from .. import body

PARTS = ("outline", "view", "x", "y", "size", "colour", "kind", "words")


@dataclass(frozen=True)
class Drawing:
    """One outline with the marks on it, each with its number in the list beside it."""

    outline: str
    view: str
    marks: list

    @property
    def width(self):
        return body.width_of(self.outline, self.view)

    @property
    def printed_width(self):
        """In millimetres, on paper that gives it a height of 60."""
        return self.width * 60 // body.HEIGHT

    @property
    def dot(self):
        """How large a mark is drawn: always alike, for how large the injury is stands in words."""
        return 38

    @property
    def name(self):
        return body.VIEWS[self.view]

    @property
    def file(self):
        return f"records/outlines/{self.outline if self.view in ('front', 'back') else self.view}.svg"

    @property
    def says(self):
        """The drawing in words, for whoever does not see it: what is marked stands in the list."""
        numbers = [str(number) for number, _ in self.marks]
        return f"Outline, {self.name.lower()}. Mark{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}."


class MarkQuerySet(RecordedQuerySet):
    def drawn(self):
        """The drawings these marks stand on, in a fixed order."""
        numbered = list(enumerate(self, 1))
        on = {(mark.outline, mark.view): [] for view in body.VIEWS for _, mark in numbered if mark.view == view}
        for number, mark in numbered:
            on[mark.outline, mark.view].append((number, mark))
        return [Drawing(*drawing, marks) for drawing, marks in on.items()]

    def parts(self):
        """What they say, to be kept in another place too."""
        return list(self.values(*PARTS))

    def keep(self, marks, **of):
        """Write the marks of one entry or concern, within the verb that writes that."""
        if marks:
            self.record_many([self.model(**of, **mark) for mark in marks])


class Mark(Recorded):
    """Written with its entry or concern, and changed by nobody: whoever may read those may see it, and nobody else.

    No colour says how old a bruise is, because it does not.
    """

    class Kind(models.TextChoices):
        BRUISE = "bruise", "Bruise"
        CUT = "cut", "Cut or scratch"
        BURN = "burn", "Burn or scald"
        SWELLING = "swelling", "Swelling"
        OTHER = "other", "Something else"

    class Colour(models.TextChoices):
        RED = "red", "Red"
        PINK = "pink", "Pink"
        PURPLE = "purple", "Purple"
        BLUE = "blue", "Blue"
        BLACK = "black", "Black"
        BROWN = "brown", "Brown"
        GREEN = "green", "Green"
        YELLOW = "yellow", "Yellow"
        PALE = "pale", "Paler than the skin around it"
        SEVERAL = "several", "Several colours"

    entry = models.ForeignKey("records.Entry", models.PROTECT, null=True, related_name="marks")
    concern = models.ForeignKey("records.Concern", models.PROTECT, null=True, related_name="marks")
    outline = models.CharField(max_length=10, choices=list(body.OUTLINES.items()))
    view = models.CharField(max_length=12, choices=list(body.VIEWS.items()))
    x = models.PositiveSmallIntegerField()  # both in thousandths of the height of the drawing
    y = models.PositiveSmallIntegerField()
    size = models.PositiveSmallIntegerField("size in millimetres", null=True, blank=True)
    colour = models.CharField(max_length=10, choices=Colour.choices, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.CharField(max_length=300, blank=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry=None, concern__isnull=False) | Q(entry__isnull=False, concern=None),
                name="a_mark_belongs_to_one_entry_or_one_concern",
            ),
            models.CheckConstraint(condition=Q(x__lte=1000, y__lte=1000), name="a_mark_stands_on_its_outline"),
        ]

    @property
    def where(self):
        """The place in words, and on which drawing where the place alone does not say."""
        place = body.region_of(self.outline, self.view, self.x, self.y)
        return place[0].upper() + place[1:]

    @property
    def what(self):
        size = f"{self.size} mm across" if self.size else ""
        said = [self.get_kind_display().lower(), size, self.get_colour_display().lower()]
        return ", ".join(filter(None, said))

    @property
    def told(self):
        """All of it in one line, as it is read aloud, printed and passed on."""
        return f"{self.where}: {self.what}.{f' {self.words}' if self.words else ''}"

    @property
    def traced_in(self):
        return (self.entry or self.concern).traced_in
