"""A copy of the register leaves, with a purpose; an earlier register comes in, all of it or nothing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from staff.access import asked, holds
from staff.roles import Can

from ..forms import BringInForm, CopyForm
from ..models import RegisterCopy
from ..register.bringing_in import MOST, NEEDED
from ..register.copying import HEAD, sheet_for


@require_http_methods(["GET", "POST"])
@holds(Can.EXPORT)
def copy_register(request):
    form = asked(request, CopyForm)
    if form.is_valid():
        sheet = sheet_for(request.user)
        RegisterCopy.take(by=request.user, sha256=sheet.sha256, many=sheet.many, **form.cleaned_data)
        response = HttpResponse(sheet.data, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="register.csv"'
        return response
    taken = RegisterCopy.objects.open_to(request.user)[:25]
    return render(request, "consent/copy_register.html", {"form": form, "columns": HEAD, "taken": taken})


@require_http_methods(["GET", "POST"])
@holds(Can.DECIDE)
def bring_in(request):
    form = asked(request, BringInForm, by=request.user)
    if form.is_confirmed:
        earlier = form.bring_in()
        messages.success(request, f"{earlier.many} answers are in the register.")
        return redirect("consent:register")
    return render(request, "consent/bring_in.html", {"form": form, "needed": NEEDED, "most": MOST})
