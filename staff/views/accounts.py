"""Who has an account, which roles they hold, and whom they answer to. Whoever looks after these sees no record."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access import asked, holds, loads
from ..forms import InviteForm, LineForm, RoleForm
from ..models import Appointment, Line, User
from ..roles import BY_KEY, Can


@require_safe
@holds(Can.MANAGE_ACCOUNTS)
def people(request):
    accounts = request.showing(User.objects.managed_by_name(request.user))
    return render(request, "staff/people.html", {"accounts": accounts, "is_set_up": Appointment.somebody_leads()})


@require_http_methods(["GET", "POST"])
@holds(Can.MANAGE_ACCOUNTS)
def invite(request):
    form = asked(request, InviteForm)
    if form.is_valid():
        details = form.cleaned_data
        role = BY_KEY[details.pop("role")]
        user = User.invite(by=request.user, **details)
        Appointment.give(by=request.user, to=user, role=role)
        return redirect("staff:account", user.public_id)
    return render(request, "staff/invite.html", {"form": form})


@require_safe
@loads(User.objects.managed_by)
def account(request, user):
    context = {
        "account": user,
        "appointments": user.appointments.in_force(),
        "managers": user.managed_lines.in_force().select_related("manager"),
        "reports": user.lines_led.in_force().select_related("worker"),
        "has_second_factor": user.authenticator_set.exists(),
    }
    return render(request, "staff/account.html", context)


@require_http_methods(["GET", "POST"])
@loads(User.objects.managed_by)
def give_role(request, user):
    form = asked(request, RoleForm, by=request.user, to=user)
    if form.is_valid():
        Appointment.give(by=request.user, to=user, role=form.cleaned_data["role"])
        return redirect("staff:account", user.public_id)
    return render(request, "staff/give_role.html", {"form": form, "account": user})


@require_POST
@loads(Appointment.objects.managed_by)
def end_role(request, appointment):
    appointment.end(by=request.user)
    return redirect("staff:account", appointment.user.public_id)


@require_http_methods(["GET", "POST"])
@loads(User.objects.managed_by)
def start_line(request, user):
    form = asked(request, LineForm, by=request.user, worker=user)
    if form.is_valid():
        Line.start(by=request.user, worker=user, manager=form.cleaned_data["manager"])
        return redirect("staff:account", user.public_id)
    return render(request, "staff/start_line.html", {"form": form, "account": user})


@require_POST
@loads(Line.objects.managed_by)
def end_line(request, line):
    line.end(by=request.user)
    return redirect("staff:account", line.worker.public_id)


@require_http_methods(["GET", "POST"])
@loads(User.objects.managed_by)
def deactivate(request, user):
    if request.method == "POST":
        user.deactivate(by=request.user)
        return redirect("staff:account", user.public_id)
    return render(request, "staff/deactivate.html", {"account": user})


@require_POST
@loads(User.objects.managed_by)
def reactivate(request, user):
    user.reactivate(by=request.user)
    return redirect("staff:account", user.public_id)


@require_POST
@loads(User.objects.managed_by)
def send_link(request, user):
    user.send_link(by=request.user)
    return redirect("staff:account", user.public_id)


@require_http_methods(["GET", "POST"])
@loads(User.objects.managed_by)
def end_second_factor(request, user):
    if request.method == "POST":
        user.end_second_factor(by=request.user)
        return redirect("staff:account", user.public_id)
    return render(request, "staff/end_second_factor.html", {"account": user})
