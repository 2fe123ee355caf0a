"""A date asked in three boxes, and a moment in four: the way people write them, on any phone, without a calendar."""

from dataclasses import dataclass

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True)
class Box:
    """One box of a date."""

    name: str
    id: str
    label: str
    value: str
    width: int
    is_wrong: bool
    is_time: bool = False


class DateBoxes:
    """The boxes of one date question, and what they say together."""

    def __init__(self, question):
        self.question = question
        self.parts = ["day", "month", "year"] + ["time"] * (question.shape == "moment")

    def __iter__(self):
        wrong = self._wrong()
        for part in self.parts:
            yield Box(
                name=f"{self.question.html_name}_{part}",
                id=f"{self.question.auto_id}_{part}",
                label=part.title(),
                value=self.shown[part],
                width=4 if part == "year" else 2,
                is_wrong=part in wrong,
                is_time=part == "time",
            )

    def _wrong(self):
        """The empty boxes if only some are empty, else all of them: the eye goes to what must change."""
        if not self.question.errors:
            return []
        return [part for part in self.parts if not self.shown[part]] or self.parts

    @property
    def written(self):
        return self._read(self.question.form.data)

    @property
    def shown(self):
        """What was written, or (words kept from a locked session are boxes too) what the form starts with."""
        form, name = self.question.form, self.question.html_name
        source = form.data if form.is_bound else form.initial
        if any(f"{name}_{part}" in source for part in self.parts):
            return self._read(source)
        return dict(zip(self.parts, self._taken_apart(self.question.value()), strict=True))

    def _read(self, source):
        return {part: str(source.get(f"{self.question.html_name}_{part}", "")).strip() for part in self.parts}

    def _taken_apart(self, value):
        day, _, time = str(value or "").replace("T", " ").partition(" ")
        year, month, number = (*day.split("-"), "", "", "")[:3]
        return [number.lstrip("0"), month.lstrip("0"), year, time[:5]][: len(self.parts)]

    @property
    def joined(self):
        """The date as the form field reads it. A half-filled one becomes something no field accepts, so it is asked
        again; it never turns into another day or into midnight."""
        written = self.written
        if not any(written.values()):
            return ""
        day = f"{written['year']}-{month_number(written['month'])}-{written['day']}"
        return f"{day} {written['time'].replace('.', ':') or '?'}" if "time" in written else day


def month_number(text):
    """Months may be written out: “June” is 6."""
    short = text[:3].lower()
    return str(MONTHS.index(short) + 1) if short in MONTHS else text
