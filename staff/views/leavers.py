"""Who leaves, and whether everything ended with them."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from .. import leavers as report
from ..access import asked, holds, loads
from ..forms import LastDayForm
from ..models import User
from ..roles import Can


@require_safe
@holds(Can.MANAGE_ACCOUNTS)
def leavers(request):
    ended = report.ended_accounts()
    context = {
        "faults": report.faults(),
        "leaving": User.objects.leaving(),
        "unused": User.objects.unused(),
        "ended": ended,
        "roles": report.roles_without_a_holder(),
        "left_behind": report.left_behind(),
    }
    request.showing([*context["leaving"], *context["unused"], *(one.user for one in ended)])
    return render(request, "staff/leavers.html", context)


@require_http_methods(["GET", "POST"])
@loads(User.objects.managed_by)
def last_day(request, user):
    form = asked(request, LastDayForm, initial={"leaves_on": user.leaves_on})
    if form.is_valid():
        user.leave_on(by=request.user, day=form.cleaned_data["leaves_on"])
        return redirect("staff:account", user.public_id)
    return render(request, "staff/last_day.html", {"form": form, "account": user})
