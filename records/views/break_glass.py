"""A record that somebody must see today: opened at once, told to every lead, answered for by one of them (D7)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from records.forms import AllowForm, AnswerForGlassForm, BreakGlassForm
from records.looks import opened_under
from records.models import BreakGlass, Person
from records.models.break_glass import NotThere, OpenAlready
from records.paging import page_of
from staff.access import asked, holds, loads
from staff.roles import Can

NOT_YOURS = (
    "Your work here needs no record, so none is opened to you, in an emergency neither. If somebody is in danger, ring "
    "999. Then ring a safeguarding lead, who can look into the record, and log a concern."
)
LEADS_ONLY = "What was opened in an emergency is looked at by the leads. Your own stands on your home page."


@require_http_methods(["GET", "POST"])
@holds(Can.WORK_WITH_PEOPLE, otherwise=NOT_YOURS)
def break_glass(request):
    form = asked(request, BreakGlassForm, signer=request.user)
    if form.is_valid():
        try:
            return _begun(request, BreakGlass.begin(by=request.user, **form.details))
        except OpenAlready as already:
            messages.success(request, "This record is open to you already, and nothing was reported.")
            return redirect("records:person", already.args[0].public_id)
        except NotThere:
            form.say_nobody()
    return render(request, "records/break_glass.html", {"form": form})


def _begun(request, broken):
    if broken.is_live:
        messages.success(request, "Open for four hours, to read. Your access was reported to the leads.")
        return redirect("records:person", broken.person.public_id)
    messages.success(request, "A lead has been asked to say yes, as a matter of urgency.")
    return redirect("records:glass", broken.public_id)


@require_http_methods(["GET", "POST"])
@loads(BreakGlass.objects.open_to)
def glass(request, broken):
    """Whoever opened it sees how it stands; a lead who did not says yes to it, or whether it was needed."""
    form = _form(request, broken)
    if form and form.is_valid():
        return _answer(request, broken, **form.cleaned_data)
    person = Person.objects.open_to(request.user).filter(pk=broken.person_id).first()
    seen = opened_under(broken, person) if person and broken.user != request.user else []
    return render(request, "records/glass.html", {"broken": broken, "person": person, "form": form, "seen": seen})


def _form(request, broken):
    if BreakGlass.objects.allowable_by(request.user).contains(broken):
        return asked(request, AllowForm)
    if BreakGlass.objects.answerable_by(request.user).contains(broken):
        return asked(request, AnswerForGlassForm)
    return None


def _answer(request, broken, answer, words):
    if answer == "yes":
        broken.allow(by=request.user)
    elif answer == "no":
        broken.refuse(by=request.user, words=words)
    else:
        broken.answer_for(by=request.user, answer=answer, words=words)
    messages.success(request, "Recorded. They have been told that there is an answer.")
    return redirect("records:glasses")


@require_POST
@loads(BreakGlass.objects.closable_by)
def close_glass(request, broken):
    broken.end(by=request.user)
    messages.success(request, "Closed. Thank you for closing it as soon as you could.")
    return redirect("records:glass", broken.public_id)


@require_safe
@holds(Can.GRANT, otherwise=LEADS_ONLY)
def glasses(request):
    """Newest first. Of the other group's records a lead sees that one was opened, by whom and why, and no name."""
    page = page_of(BreakGlass.objects.noticed_by(request.user), request.GET.get("after"), "-asked_at", "-pk")
    request.showing(page)
    mine = set(BreakGlass.objects.open_to(request.user).filter(pk__in=[one.pk for one in page]))
    people = Person.objects.run_by(request.user).in_bulk({one.person_id for one in mine})
    rows = [(one, one in mine, people.get(one.person_id)) for one in page]
    return render(request, "records/glasses.html", {"page": page, "rows": rows})
