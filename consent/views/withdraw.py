"""The pages on which a yes is taken back, and those who already have something are written to."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from policy import packs
from staff.access import asked, loads

from ..forms import SentForm, WithdrawForm
from ..holders import holders_of
from ..models import Consent, Letter
from ..standing import Matter

DONE = "Only a yes that still stands can be taken back. This one was taken back already, or was never a yes."
SENT = "This letter is ticked off already, or it is not yours to send."


@require_http_methods(["GET", "POST"])
@loads(Consent.objects.withdrawable_by, otherwise=DONE)
def withdraw(request, consent):
    form = asked(request, WithdrawForm, consent=consent)
    if form.is_valid():
        consent.withdraw(by=request.user, **form.answer())
        return redirect("consent:withdrawn", consent.public_id)
    return render(request, "consent/withdraw.html", about(consent) | {"form": form})


@require_safe
@loads(Consent.objects.open_to)
def withdrawn(request, consent):
    return render(request, "consent/withdrawn.html", about(consent) | {"letters": consent.letters.all()})


@require_safe
@loads(Letter.objects.open_to, copies=True)
def letter(request, letter):
    held = [held for held in holders_of(letter.consent) if held.name == letter.to_name]
    context = about(letter.consent) | {"letter": letter, "held": held, "pack": packs.current()}
    return render(request, "consent/letter.html", context)


@require_http_methods(["GET", "POST"])
@loads(Letter.objects.sendable_by, otherwise=SENT)
def send_letter(request, letter):
    form = asked(request, SentForm, letter=letter)
    if form.is_valid():
        letter.tick_off(by=request.user, **form.cleaned_data)
        messages.success(request, "It is ticked off.")
        return redirect("consent:withdrawn", letter.consent.public_id)
    context = {"form": form, "letter": letter, "person": letter.consent.person}
    return render(request, "consent/send_letter.html", context)


def about(consent):
    return {"consent": consent, "matter": Matter.of(consent), "holders": holders_of(consent), "person": consent.person}
