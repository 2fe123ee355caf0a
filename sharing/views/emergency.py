"""Recording what was shared in an emergency: by anybody with an account, undertaking signed or not."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from staff.access import asked, loads, signed_in

from .. import emergency as emergencies
from .. import wizard
from ..forms.emergency import HEADINGS, SCREENS
from ..models import Decision, Draft

ORDER = list(SCREENS)


@require_http_methods(["GET", "POST"])
@signed_in
def emergency(request):
    """The first screen. From here on there is a draft, so that nothing is lost between the screens."""
    draft = Draft(owner=request.user)
    form = _form(request, draft, "happening")
    if _sent(request) and form.is_valid():
        draft = Draft.begin(owner=request.user, people=form.chosen, details={"happening": form.said})
        return redirect("sharing:emergency_screen", draft.public_id, "told")
    return render(request, "sharing/emergency.html", _shown(draft, "happening", form))


@require_http_methods(["GET", "POST"])
@loads(Draft.objects.open_to, undertaking=False)
def emergency_screen(request, draft, screen):
    if screen not in SCREENS:
        raise Http404
    form = _form(request, draft, screen)
    if _sent(request) and form.is_valid():
        wizard.say(draft, screen, form)
        if screen == "happening":
            draft.people.set(form.chosen)
        return redirect(_next(draft, screen, request.user))
    return render(request, "sharing/emergency_screen.html", _shown(draft, screen, form))


def _next(draft, screen, user):
    following = ORDER[ORDER.index(screen) + 1] if screen != ORDER[-1] else emergencies.unfinished(draft)
    if following:
        return reverse("sharing:emergency_screen", args=[draft.public_id, following])
    decision = emergencies.record(draft, by=user)
    return reverse("sharing:emergency_recorded", args=[decision.public_id])


def _sent(request):
    return request.method == "POST" and "find" not in request.POST


def _form(request, draft, screen):
    if "find" in request.POST:
        kept = request.POST.dict() | {"people": request.POST.getlist("people")}
        return SCREENS[screen](
            user=request.user,
            draft=draft,
            initial=kept,
            found_by=request.POST.get("name", "")[:100].replace("\x00", ""),
        )
    return asked(request, SCREENS[screen], user=request.user, draft=draft)


def _shown(draft, screen, form):
    number = ORDER.index(screen) + 1
    before = reverse("sharing:emergency_screen", args=[draft.public_id, ORDER[number - 2]]) if number > 1 else ""
    return {"draft": draft, "form": form, "number": number, "heading": HEADINGS[screen], "before": before}


@require_safe
@loads(Decision.objects.emergencies_of, undertaking=False)
def emergency_recorded(request, decision):
    return render(request, "sharing/emergency_recorded.html", {"decision": decision})
