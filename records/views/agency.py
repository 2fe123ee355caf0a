"""The directory of other organisations, and whom we reached there by calling back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from records.forms import AgencyForm, ContactForm
from records.models import Agency
from records.paging import page_of
from staff.access import asked, holds, loads
from staff.roles import Can


@require_safe
@holds(Can.PROPOSE)
def agencies(request):
    page = page_of(Agency.objects.open_to(request.user), request.GET.get("after"), "name", "pk")
    return render(request, "records/agencies.html", {"page": page})


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
    contacts = agency.contacts.select_related("verified_by").order_by("name", "pk")
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
