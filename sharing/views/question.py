"""The eight questions, one a page, with safety and welfare before them (S-13, S-28)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from policy import packs
from staff.access import asked, loads

from .. import agreement, wizard
from ..forms.question import FORMS, ConsentForm, QuestionForm
from ..forms.recipient import CallBackForm
from ..forms.request import RequestForm
from ..forms.welfare import WelfareForm
from ..models import Draft
from ..questions import BY_KEY


@require_http_methods(["GET", "POST"])
@loads(Draft.objects.open_to)
def question(request, draft, key):
    page = _page(draft, key, request.user)
    if not wizard.is_reached(draft, key, request.user) or (key == "consent" and draft.known.risky_to_ask):
        return redirect(wizard.onward(draft, request.user))
    stands = agreement.stand(draft) if key == "consent" else []
    form = asked(request, **_form(draft, key, request.user, stands))
    if request.method == "POST" and form.is_valid():
        wizard.keep(draft, page, form)
        return redirect(wizard.onward(draft, request.user))
    whose = agreement.whose(draft, request.user, stands) if key == "consent" else []
    return render(request, "sharing/question.html", _shown(draft, page, form, stands) | {"whose": whose})


def _page(draft, key, user):
    if key not in BY_KEY or key == "group":
        raise Http404
    page = BY_KEY[key]
    if not wizard.may_answer(page, draft, user):
        raise PermissionDenied(wizard.NOT_YOURS)
    return page


def _form(draft, key, user, stands):
    form_class = FORMS.get(key, QuestionForm)
    known = {"known": stands[0][1].state if stands else None} if form_class is ConsentForm else {}
    return {"form_class": form_class, "key": key, "user": user, "draft": draft, **known}


def _shown(draft, page, form, stands):
    words = packs.current().questions[page.key]
    return {
        "draft": draft,
        "form": form,
        "page": page,
        "words": words,
        "place": wizard.place(page.key),
        "skipped": wizard.skipped_before(draft, page.key),
        "before": wizard.before(draft, page.key),
        "stands": stands,
        "coming": packs.current().coming(timezone.localdate()),
    }


@require_http_methods(["GET", "POST"])
@loads(Draft.objects.open_to)
def welfare(request, draft):
    return _words(request, draft, WelfareForm)


@require_http_methods(["GET", "POST"])
@loads(Draft.objects.open_to)
def request(request, draft):
    """Who asks, in what post, for what and why (H-02)."""
    return _words(request, draft, RequestForm)


def _words(request, draft, form_class):
    page = request.resolver_match.url_name
    form = asked(request, form_class, draft=draft)
    if request.method == "POST" and form.is_valid():
        wizard.say(draft, page, form)
        return redirect(wizard.onward(draft, request.user))
    return render(request, f"sharing/{page}.html", {"draft": draft, "form": form})


@require_http_methods(["GET", "POST"])
@loads(Draft.objects.open_to)
def recipient(request, draft):
    """Check somebody by calling back, and name them as the one who would receive it."""
    form = asked(request, CallBackForm, draft=draft, user=request.user)
    if request.method == "POST" and form.is_valid():
        wizard.name_recipient(draft, form, by=request.user)
        return redirect(wizard.onward(draft, request.user))
    return render(request, "sharing/recipient.html", {"draft": draft, "form": form})
