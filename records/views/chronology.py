"""What happened, in the order of time, of one person or of a family; and how much one entry matters in it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from records.chronology import Span, family_of, moments
from records.exits import struck_from
from records.forms import ChronologyForm, WeighForm
from records.models import Entry, Person, SafeContact
from records.timeline import Timeline
from staff.access import asked, loads

NOT_YOURS = "Whoever wrote an entry says how much it matters, or a safeguarding lead. Ask one of them."


@require_safe
@loads(Person.objects.open_to)
def chronology(request, person):
    """Only fixed words and days stand in the address; on paper a mark stands for whatever is locked away."""
    form = ChronologyForm(request.GET, person=person)
    chosen = form.asked
    people = family_of(person, request.user) if chosen["whose"] else tuple(person.every_record())
    span = Span(
        people, request.user, chosen["since"], chosen["until"], not chosen["order"],
        chosen["weight"] or "", chosen["folder"] or "",
    )  # fmt: skip
    found, onward = moments(span, chosen["kind"] or "")
    request.showing(people)
    names = {one.pk: one.name for one in people}
    secrets = SafeContact.objects.guarded_for(people) if found else ()
    rows = [(moment, names[moment.person], struck_from(moment.words, secrets)) for moment in found]
    context = {"person": person, "form": form, "rows": rows, "drawn": Timeline.of(found), "family": chosen["whose"]}
    context |= {"onward": _onward(form, onward), "runs": person.is_run_by(request.user)}
    return render(request, "records/chronology.html", context)


def _onward(form, day):
    """The address of the next days: what was chosen, with one end moved."""
    if day is None:
        return ""
    chosen = {name: value for name, value in form.asked.items() if value}
    chosen["since" if chosen.get("order") else "until"] = day
    boxes = {}
    for name, value in chosen.items():
        parts = {f"{name}_{part}": getattr(value, part, "") for part in ("day", "month", "year")}
        boxes |= parts if hasattr(value, "year") else {name: value}
    return f"?{urlencode(boxes)}"


@require_http_methods(["GET", "POST"])
@loads(Entry.objects.weighable_by, otherwise=NOT_YOURS)
def weigh(request, entry):
    form = asked(request, WeighForm, initial={"significance": entry.significance, "seen": entry.version})
    if form.is_valid():
        entry.weigh(by=request.user, **form.cleaned_data)
        messages.success(request, "Recorded. It stands so in the chronology.")
        return redirect(entry.home_for(request.user))
    return render(request, "records/weigh.html", {"form": form, "entry": entry, "back": entry.home_for(request.user)})
