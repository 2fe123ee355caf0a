"""Asking somebody by a link: to send it, the code to tell them, taking it back, and looking at what came back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staff.access import asked, loads
from staff.door import is_offered

from ..forms.by_link import AskByLinkForm, CountsForm, LookedForm
from ..forms.matter import begun_with
from ..models import SheetLink
from ..standing import Matter
from .asking import CLOSED, OPENS, but_for_the_day

NO_DOOR = "This service has no door for people outside, so nothing goes by a link. Give them the sheet on paper."
GONE_ON = "It was answered, taken back, or its week has passed."
NOTHING_NEW = "Nothing has come back yet, or somebody has looked at it already."


@require_http_methods(["GET", "POST"])
@loads(OPENS, otherwise=CLOSED)
def ask_by_link(request, person):
    if not is_offered():
        raise PermissionDenied(NO_DOOR)
    begun = but_for_the_day(begun_with(request.GET))
    form = asked(request, AskByLinkForm, person=person, by=request.user, initial=begun)
    if form.is_valid():
        link = SheetLink.send(by=request.user, **form.link())
        messages.success(request, "The link is on its way. Now tell them the code.")
        return redirect("consent:link", link.public_id)
    return render(request, "consent/ask_by_link.html", {"form": form, "person": person})


@require_safe
@loads(SheetLink.objects.open_to)
def link(request, link):
    shown = {"link": link, "person": link.sheet.person, "matter": Matter.of(link.sheet)}
    return render(request, "consent/link.html", shown)


@require_POST
@loads(SheetLink.objects.revocable_by, otherwise=GONE_ON)
def revoke_link(request, link):
    link.revoke(by=request.user)
    messages.success(request, "The link opens nothing any more.")
    return redirect("consent:link", link.public_id)


@require_http_methods(["GET", "POST"])
@loads(SheetLink.objects.to_look_at, otherwise=NOTHING_NEW)
def look_at_answer(request, link):
    form = asked(request, CountsForm if link.answer == SheetLink.Answer.YES else LookedForm)
    if request.method == "POST" and form.is_valid():
        link.look(by=request.user, counts=form.counts())
        messages.success(request, "You have looked at it.")
        return redirect("consent:person", link.sheet.person.public_id)
    shown = {"form": form, "link": link, "person": link.sheet.person, "matter": Matter.of(link.sheet)}
    return render(request, "consent/look_at_answer.html", shown)
