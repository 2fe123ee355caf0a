"""The pages of the notice: what it says, that it was explained, and who has not been told yet."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from policy import packs
from records.paging import page_of
from staff.access import asked, holds, loads, signed_in
from staff.roles import Can

from ..forms import NoticeForm
from ..models import NoticeGiven
from ..untold import not_told_yet, untold_of
from .asking import CLOSED, OPENS
from .person import recorded


@require_http_methods(["GET", "POST"])
@loads(OPENS, otherwise=CLOSED)
def notice(request, person):
    form = asked(request, NoticeForm, person=person, by=request.user)
    if form.is_valid():
        NoticeGiven.explain(by=request.user, **form.answer())
        return recorded(request, person, "It is recorded that the notice was explained.")
    return render(request, "consent/notice.html", {"form": form, "person": person, "notice": packs.current().notice()})


@require_safe
@signed_in
def notice_sheet(request):
    pack = packs.current()
    return render(request, "consent/notice_sheet.html", {"pack": pack, "notice": pack.notice()})


@require_safe
@holds(Can.WORK_WITH_PEOPLE)
def untold(request):
    """Whom somebody still has to go through the notice with, for everybody this user stands over or works with."""
    page = page_of(not_told_yet(request.user).with_key_person(), request.GET.get("after"), "pk")
    request.showing(page)
    return render(request, "consent/untold.html", {"page": page, "people": untold_of(page.rows, request.user)})
