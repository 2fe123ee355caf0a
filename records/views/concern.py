"""A concern: sent by anybody, answered by a lead."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policy import packs
from records.forms import AnswerForm, ConcernForm, LinkForm, NotEnoughForm
from records.forms.asking import is_uuid
from records.models import Concern, Entry, Person, Telling
from records.officer import Officer
from records.paging import page_of
from records.together import stand_beside
from records.why import why_concern
from staff.access import asked, lists, loads, signed_in
from staff.roles import Can

RECENT = 8
MOST = 50
LOOKED_AT_NOW = "Nobody has answered it yet, or it is looked at again. Do you know more? Log that as well."
LEADS_ONLY = (
    "A safeguarding lead opens and answers concerns. What you reported, and how far it has come, is on your home page."
)


@require_http_methods(["GET", "POST"])
@signed_in
def log_concern(request):
    """A blank form, or one that starts with a person, or with whom an earlier concern of this user is about."""
    initial, earlier = _beginning(request)
    form = asked(request, ConcernForm, by=request.user, initial=initial)
    if form.is_valid():
        concern = Concern.log(by=request.user, **form.details)
        return redirect("records:sent", concern.public_id)
    request.showing([*earlier, *form.offered])
    return render(request, "records/log_concern.html", {"form": form, "pack": packs.current()})


def _beginning(request):
    """What the form starts with; it shows of it only whom this user may see."""
    initial, earlier = {"people": request.GET.getlist("person")}, []
    if is_uuid(request.GET.get("after")):
        earlier = list(Concern.objects.written_by(request.user).filter(public_id=request.GET["after"]).with_people())
    for concern in earlier:
        about = concern.about.all()
        initial = {
            "people": [str(one.person.public_id) for one in about if one.person],
            "others": ", ".join(one.words for one in about if one.words),
            "group": concern.group,
            "is_about_staff": "yes" if concern.is_about_staff else "no",
            "about_staff": concern.about_staff.public_id if concern.about_staff else None,
            "about_staff_words": concern.about_staff_words,
        }
    return initial, earlier


@require_safe
@loads(Concern.objects.written_by, undertaking=False)
def sent(request, concern):
    """The reporter's own page about it: received, being looked at, acted on. Never what came of it."""
    return render(request, "records/sent.html", {"concern": concern, "pack": packs.current()})


@require_safe
@lists(Concern.objects.listed_for, undertaking=False)
def concerns(request, concerns):
    answers = request.user.can(Can.SECOND) and request.user.has_undertaken
    waiting = concerns.unanswered().most_pressing_first().with_people()[:MOST] if answers else []
    rest = concerns.answered() if answers else concerns
    order = ("-answered_at", "-pk") if answers else ("-reported_at", "-pk")
    page = page_of(rest.with_people(), request.GET.get("after"), *order)
    request.showing([*waiting, *page])
    total = concerns.unanswered().count()
    context = {"answers": answers, "waiting": waiting, "total": total, "page": page}
    return render(request, "records/concerns.html", context)


@require_safe
@loads(Concern.objects.open_to, otherwise=LEADS_ONLY)
def concern(request, concern):
    """What was reported, beside what is already known of the same people."""
    user = request.user
    about = Person.objects.open_to(user).filter(concerned__concern=concern)
    others = list(Concern.objects.open_to(user).beside(concern, about).with_people())
    context = {
        "concern": concern,
        "officer": Officer.of(concern),
        "people": about,
        "others": others[:RECENT],
        "pattern": concern.pattern_among(others),
        "pack": packs.current(),
        "why": why_concern(concern, user),
        "tellings": Telling.objects.beside(concern, user),
        "entries": stand_beside(Entry.objects.about(about, user).shown()[:RECENT], user),
    }
    return render(request, "records/concern.html", context)


@require_POST
@loads(Concern.objects.open_to, otherwise=LEADS_ONLY)
def acknowledge(request, concern):
    concern.acknowledge(by=request.user)
    messages.success(request, "The reporter now sees that somebody is looking at it.")
    return redirect("records:concern", concern.public_id)


@require_http_methods(["GET", "POST"])
@loads(Concern.objects.open_to, otherwise=LEADS_ONLY)
def answer(request, concern):
    known = {name: getattr(concern, name) for name in ("discussed", "outcome", "next_step", "reporter_words")}
    known |= {"more": "nothing", "look_on": concern.look_on} if concern.no_further else {}
    form = asked(request, AnswerForm, initial=known | {"seen": concern.version})
    if form.is_valid():
        concern.answer(by=request.user, **form.cleaned_data)
        messages.success(request, "Recorded. The reporter now sees that it was acted on.")
        return redirect("records:concern", concern.public_id)
    context = {"form": form, "concern": concern, "pack": packs.current(), "officer": Officer.of(concern)}
    context |= {"folders": concern.folders, "reporter_reads": concern.folders.open_to(concern.reporter)}
    return render(request, "records/answer.html", context)


@require_http_methods(["GET", "POST"])
@loads(Concern.objects.disputable_by, otherwise=LOOKED_AT_NOW, undertaking=False)
def not_enough(request, concern):
    """For whoever reported it, who reads nothing of what was answered and may still say that it is too little."""
    form = asked(request, NotEnoughForm)
    if form.is_valid():
        concern.dispute(by=request.user, **form.cleaned_data)
        messages.success(request, "Sent. Somebody who did not answer it has been told, and looks at it again.")
        return redirect("records:sent", concern.public_id)
    return render(request, "records/not_enough.html", {"form": form, "concern": concern, "pack": packs.current()})


@require_http_methods(["GET", "POST"])
@loads(Concern.objects.open_to, otherwise=LEADS_ONLY)
def link(request, concern):
    form = asked(request, LinkForm, among=Person.objects.open_to(request.user))
    if form.is_valid():
        concern.link(by=request.user, person=form.cleaned_data["person"])
        messages.success(request, "The concern is now linked to that record.")
        return redirect("records:concern", concern.public_id)
    request.showing(form.offered)
    return render(request, "records/link.html", {"form": form, "concern": concern})
