"""Two records that may be one person: settled by a lead who may see both, undone on its own page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from records.forms import AlikeForm, PartForm, SettleForm
from records.models import Exclusion, Likeness, Person, Relationship
from records.paging import page_of
from staff.access import asked, holds, loads
from staff.roles import Can

MOST = 50
LEADS_ONLY = "A safeguarding lead says which two records are one person. Tell one of them what you noticed."


@require_safe
@holds(Can.GRANT)
def likenesses(request):
    """What waits, and beneath it the log of what was said, each merge with its way back."""
    mine = Likeness.objects.open_to(request.user)
    waiting = mine.waiting().order_by("found_at", "pk")
    page = page_of(mine.settled(), request.GET.get("after"), "-settled_at", "-pk")
    shown = list(waiting[:MOST])
    request.showing([*shown, *page])
    return render(request, "records/likenesses.html", {"waiting": shown, "total": waiting.count(), "page": page})


@require_http_methods(["GET", "POST"])
@loads(Likeness.objects.open_to)
def likeness(request, likeness):
    form = asked(request, SettleForm, likeness=likeness)
    if form.is_valid():
        likeness.settle(by=request.user, **form.answer)
        messages.success(request, "Recorded. If it turns out otherwise, the way back is on this page.")
        return redirect("records:likeness", likeness.public_id)
    return render(request, "records/likeness.html", {"form": form} | _beside(likeness, request.user))


@require_http_methods(["GET", "POST"])
@loads(Person.objects.run_by, otherwise=LEADS_ONLY)
def alike(request, person):
    """A lead names the other record; whether they are one person is decided on the page that shows both."""
    form = asked(request, AlikeForm, person=person, by=request.user)
    if form.is_valid():
        said = form.cleaned_data
        found = Likeness.point_out(by=request.user, one=person, other=said["person"], why=said["why"])
        return redirect("records:likeness", found.public_id)
    request.showing(form.offered)
    return render(request, "records/alike.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@loads(Likeness.objects.merged)
def part(request, likeness):
    form = asked(request, PartForm)
    if form.is_valid():
        likeness.part(by=request.user, **form.cleaned_data)
        messages.success(request, "They are two records again, each as it was.")
        return redirect("records:likeness", likeness.public_id)
    return render(request, "records/part.html", {"form": form, "likeness": likeness})


def _beside(likeness, user):
    """What a lead compares, the same of both; and who will be shut out of both."""
    both = (likeness.earlier, likeness.newer)
    out = Exclusion.objects.run_by(user).filter(person__in=both)
    sides = [(person, Relationship.objects.family_of(person, user)) for person in both]
    return {"likeness": likeness, "sides": sides, "shut_out": sorted({one.user.name for one in out})}
