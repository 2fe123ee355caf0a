"""The directory of other organisations, and whom we reached there by calling back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policy import packs
from records.forms import AgencyForm, ChangeAgencyForm, ContactForm
from records.models import Agency, AgencyContact
from records.paging import page_of
from staff.access import asked, holds, lists, loads
from staff.roles import Can


@require_safe
@holds(Can.PROPOSE)
def agencies(request):
    page = page_of(Agency.objects.open_to(request.user), request.GET.get("after"), "name", "pk")
    return render(request, "records/agencies.html", {"page": page, "pack": packs.current()})


@require_http_methods(["GET", "POST"])
@holds(Can.PROPOSE)
def add_agency(request):
    form = asked(request, AgencyForm)
    if form.is_valid():
        agency = Agency.add(by=request.user, **form.cleaned_data)
        return redirect("records:agency", agency.public_id)
    return render(request, "records/add_agency.html", {"form": form})


@require_safe
@loads(Agency.objects.open_to)
def agency(request, agency):
    contacts = agency.contacts.to_choose_from().select_related("verified_by").order_by("name", "-verified_at", "pk")
    return render(request, "records/agency.html", {"agency": agency, "contacts": contacts})


@require_http_methods(["GET", "POST"])
@loads(Agency.objects.open_to)
def verify_contact(request, agency):
    form = asked(request, ContactForm)
    if form.is_valid():
        agency.verify(by=request.user, **form.cleaned_data)
        messages.success(request, "They are in the directory, with who called back and when.")
        return redirect("records:agency", agency.public_id)
    return render(request, "records/verify_contact.html", {"form": form, "agency": agency})


@require_http_methods(["GET", "POST"])
@loads(Agency.objects.open_to)
def change_agency(request, agency):
    form = asked(request, ChangeAgencyForm, agency=agency)
    if form.is_valid():
        agency.change(by=request.user, **form.cleaned_data)
        messages.success(request, "Changed, and marked as checked today.")
        return redirect("records:agency", agency.public_id)
    return render(request, "records/change_agency.html", {"form": form, "agency": agency})


@require_safe
@lists(AgencyContact.objects.open_to)
def contacts_to_check(request, contacts):
    """People in the directory whom nobody has rung for a year: longest first."""
    page = page_of(contacts.to_ring_again(), request.GET.get("after"), "verified_at", "pk")
    return render(request, "records/contacts_to_check.html", {"page": page})


@require_POST
@loads(AgencyContact.objects.open_to)
def end_agency_contact(request, contact):
    contact.end(by=request.user)
    messages.success(request, "Nobody can choose them any more. What they were given stays on record.")
    return redirect("records:agency", contact.agency.public_id)
