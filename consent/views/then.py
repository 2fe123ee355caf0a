"""Where we stood on an earlier day, for whoever opens the personal folder today."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from staff.access import loads

from ..forms import DayForm
from ..then import where_we_stood
from .asking import CLOSED, OPENS


@require_safe
@loads(OPENS, otherwise=CLOSED)
def then(request, person):
    """Nothing but a day stands in the address."""
    form = DayForm(request.GET or None)
    on = form.is_valid() and form.cleaned_data["on"]
    context = {"person": person, "form": form, "on": on, "stood": where_we_stood(person, on) if on else None}
    return render(request, "consent/then.html", context)
