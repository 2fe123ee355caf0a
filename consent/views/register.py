"""The register of what people said: by state, by person and by agency."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from staff.access import holds
from staff.roles import Can

from ..forms import RegisterForm
from ..forms.register import MANY
from ..models.kind import Kind
from ..register import lists

WAYS = {"register": "By state", "register_people": "By person", "register_agencies": "By agency"}


@require_safe
@holds(Can.REGISTER)
def register(request):
    where = RegisterForm(request.GET).chosen()
    context = lists.by_state(request.user, where)
    request.showing(context["shown"])
    numbers, about = lists.counts(request.user, where.about), _about(where)
    parts = [(label, f"?sort={key}{about}", key == where.sort, numbers[key]) for key, label in _sorts(where)]
    older = _onward(context["page"], f"&sort={where.sort}{about}")
    context |= {"title": lists.SORTS[where.sort], "parts": parts, "older": older}
    context |= _kinds(where, f"&sort={where.sort}")
    context |= {"may_copy": request.user.can(Can.EXPORT), "may_bring_in": request.user.can(Can.DECIDE)}
    return _shown(request, "register", context)


@require_safe
@holds(Can.REGISTER)
def register_people(request):
    asked = RegisterForm(request.GET)
    where, many = asked.chosen(), asked.how_many
    context = lists.by_person(request.user, where, many)
    request.showing(context["shown"])
    more = (f"&many={many}" if many == MANY else "") + _about(where)
    context |= {"older": _onward(context["page"], more), "many": MANY}
    context |= _kinds(where)
    return _shown(request, "register_people", context)


@require_safe
@holds(Can.REGISTER)
def register_agencies(request):
    where = RegisterForm(request.GET).chosen()
    if not (where.agency or where.kind):
        return _shown(request, "register_agencies", {"agencies": lists.agencies(request.user)})
    context = lists.by_agency(request.user, where)
    request.showing(context["shown"])
    which = f"&agency={where.agency}" if where.agency else f"&kind={where.kind}"
    context |= {"older": _onward(context["page"], which)}
    return _shown(request, "register_agencies", context, page="register_agency")


def _sorts(where):
    """The parts of the register; only for sharing is it written down why nobody was asked."""
    return [(key, label) for key, label in lists.SORTS.items() if key != "not_asked" or where.is_to_share]


def _about(where):
    return "" if where.is_to_share else f"&about={where.about}"


def _kinds(where, more=""):
    """The four permissions, each listed by itself."""
    kinds = [(kind.label, f"?about={kind.value}{more}", kind == where.about) for kind in Kind]
    return {"kinds": kinds, "about": Kind(where.about)}


def _shown(request, way, context, page=""):
    ways = [(label, reverse(f"consent:{name}"), name == way) for name, label in WAYS.items()]
    return render(request, f"consent/{page or way}.html", context | {"ways": ways})


def _onward(page, more):
    return page.onward and page.onward + more
