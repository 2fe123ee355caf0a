"""The person or the family hears of a decision: a letter in plain words, and the record that they were told (S-30)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from staff.access import asked, loads

from .. import signing
from ..family_letter import letter_of
from ..forms.family import FamilyForm
from ..leaving import guard
from ..models import Decision

SETTLED = "Nothing is decided yet, or they have been told, or it is for a designated person to say that they may be."
NO_LETTER = (
    "No letter to them exists while they must not be told, or nobody has said that they may be. "
    "A designated person can record that they were told; then there is one."
)


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.telling_for, otherwise=SETTLED)
def family(request, decision):
    may_wait = signing.is_designated(decision, request.user)
    form = asked(request, FamilyForm, deciders=signing.deciders_of(decision), may_wait=may_wait)
    if request.method == "POST" and form.is_valid():
        form.record(decision, by=request.user)
        messages.success(request, "It is recorded.")
        return redirect("sharing:decision", decision.public_id)
    return render(request, "sharing/family.html", {"form": form, "decision": decision})


@require_safe
@loads(Decision.objects.letters_for, otherwise=NO_LETTER, copies=True)
def family_letter(request, decision):
    """It says who was told, about which kind of thing and why: nobody else's words, and no worker's name."""
    said = letter_of(decision, request.GET.get("language", "en"))
    guard.unless_given_away(
        "\n".join(words for block in said["blocks"] for words in (block.text, *block.items)),
        guard.everybody_in(decision),
    )
    return render(request, "sharing/family_letter.html", {"decision": decision, **said})
