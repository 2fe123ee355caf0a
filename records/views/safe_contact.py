"""Safe contact: locking away where somebody can be found, and showing it, once and with a trace, to whom it may be."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from records.address import to
from records.forms import ChangeContactForm, EndContactForm, ProtectForm, RevealForm
from records.models import Person, SafeContact
from staff.access import asked, loads

NAMED_ONLY = (
    "What is locked is shown only to the key person and to the leads for this record, whoever else may open it. "
    "Ask one of them to make contact, or to be told what you need."
)
FOLDER_FIRST = (
    "Whoever may open the personal folder of this record can lock something away. A safeguarding lead can let you in."
)


@require_http_methods(["GET", "POST"])
@loads(Person.objects.whose_personal_folder_opens_to, otherwise=FOLDER_FIRST)
def protect(request, person):
    form = asked(request, ProtectForm, person=person)
    if form.is_valid():
        SafeContact.protect(by=request.user, person=person, **form.details)
        messages.success(request, "Locked. It is shown to nobody without a reason and a trace.")
        return redirect("records:person", person.public_id)
    return render(request, "records/protect.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@loads(SafeContact.objects.revealable_by, otherwise=NAMED_ONLY)
def change_contact(request, contact):
    form = asked(request, ChangeContactForm, contact=contact)
    if form.is_valid():
        contact.change(by=request.user, **form.details)
        messages.success(request, "Changed.")
        return redirect("records:person", contact.person.public_id)
    return render(request, "records/change_contact.html", {"form": form, "contact": contact})


@require_http_methods(["GET", "POST"])
@loads(SafeContact.objects.revealable_by, otherwise=NAMED_ONLY)
def end_contact(request, contact):
    form = asked(request, EndContactForm)
    if form.is_valid():
        contact.end(by=request.user, **form.cleaned_data)
        messages.success(request, "Ended. It stays locked.")
        return redirect("records:person", contact.person.public_id)
    return render(request, "records/end_contact.html", {"form": form, "contact": contact})


@require_http_methods(["GET", "POST"])
@loads(SafeContact.objects.revealable_by, otherwise=NAMED_ONLY)
def reveal(request, contact):
    """The one page that shows it, once: the trace is written before; the form sent again leads to the record."""
    form = asked(request, RevealForm, signer=request.user)
    if not form.is_valid():
        return render(request, "records/reveal.html", {"form": form, "contact": contact})
    value = contact.reveal(by=request.user, why=form.cleaned_data["why"])
    response = render(request, "records/revealed.html", {"contact": contact, "value": value})
    response.then = to("person", contact.person)
    return response
