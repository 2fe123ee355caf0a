"""A decision that woke up: it stays as it is, or is weighed anew."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from staff.access import asked, loads

from ..brief import brief_of
from ..forms.looking import LookAgainForm
from ..models import Decision
from ..pattern import pattern_of
from ..proposal import weigh_anew

ASLEEP = "Nothing has opened this decision again. A designated person may look at it before its day, from its own page."
EARLY = "A designated person looked at it before its day."


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.reopened_for, otherwise=ASLEEP)
def look_again(request, decision):
    form = asked(request, LookAgainForm, decision=decision)
    if request.method == "POST" and form.is_valid():
        decision.stand_by(by=request.user, **form.cleaned_data)
        messages.success(request, "It stays not shared. It comes back on that day, or before if something changes.")
        return redirect("sharing:decision", decision.public_id)
    shown = {"form": form, "decision": decision, "pattern": pattern_of(decision, request.user)}
    return render(request, "sharing/look_again.html", shown | brief_of(decision, request.user))


@require_POST
@loads(Decision.objects.reopened_for, otherwise=ASLEEP)
def anew(request, decision):
    """A new question in the place of the old, with what was said then; safety and agreement are asked again."""
    draft = weigh_anew(decision, owner=request.user)
    return redirect("sharing:question", draft.public_id, "danger")


@require_POST
@loads(Decision.objects.resting_for, otherwise=ASLEEP)
def wake(request, decision):
    decision.reopen(by=request.user, why=EARLY)
    return redirect("sharing:look_again", decision.public_id)
