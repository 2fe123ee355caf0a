"""The register of what people said: by state, by person and by agency."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from staff.access import holds
from staff.roles import Can

from . import register as registered
from .forms_register import MANY, RegisterForm

WAYS = {"register": "By state", "register_people": "By person", "register_agencies": "By agency"}


@require_safe
@holds(Can.REGISTER)
def register(request):
    where = RegisterForm(request.GET).chosen()
    context = registered.by_state(request.user, where)
    request.showing(context["shown"])
    numbers = registered.counts(request.user)
    parts = [(label, f"?sort={key}", key == where.sort, numbers[key]) for key, label in registered.SORTS.items()]
    older = _onward(context["page"], f"&sort={where.sort}")
    context |= {"title": registered.SORTS[where.sort], "parts": parts, "older": older}
    context |= {"may_copy": request.user.can(Can.EXPORT), "may_bring_in": request.user.can(Can.DECIDE)}
    return _shown(request, "register", context)


@require_safe
@holds(Can.REGISTER)
def register_people(request):
    asked = RegisterForm(request.GET)
    where, many = asked.chosen(), asked.how_many
    context = registered.by_person(request.user, where.after, many)
    request.showing(context["shown"])
    context |= {"older": _onward(context["page"], f"&many={many}" if many == MANY else ""), "many": MANY}
    return _shown(request, "register_people", context)


@require_safe
@holds(Can.REGISTER)
def register_agencies(request):
    where = RegisterForm(request.GET).chosen()
    if not (where.agency or where.kind):
        return _shown(request, "register_agencies", {"agencies": registered.agencies(request.user)})
    context = registered.by_agency(request.user, where)
    request.showing(context["shown"])
    which = f"&agency={where.agency}" if where.agency else f"&kind={where.kind}"
    context |= {"older": _onward(context["page"], which)}
    return _shown(request, "register_agencies", context, page="register_agency")


def _shown(request, way, context, page=""):
    ways = [(label, reverse(f"consent:{name}"), name == way) for name, label in WAYS.items()]
    return render(request, f"consent/{page or way}.html", context | {"ways": ways})


def _onward(page, more):
    return page.onward and page.onward + more
