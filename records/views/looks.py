"""Who has looked at somebody's record, for those who look after who may (D13)."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from records.looks import looks_at
from records.models import Person
from staff.access import loads

from .grants import LEADS_ONLY


@require_safe
@loads(Person.objects.run_by, otherwise=LEADS_ONLY)
def looks(request, person):
    page = request.GET.get("page", "")[:4]
    page = int(page) if page.isdecimal() else 0
    days, more = looks_at(person, request.user, page)
    context = {"person": person, "days": days, "page": page, "more": more, "runs": True}
    return render(request, "records/looks.html", context)
