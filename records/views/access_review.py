"""The quarterly round of a lead: who can see what, grants that end, who is shut out (S-08)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from records.forms import ReviewForm
from records.models import AccessRequest, AccessReview, WeekReview
from records.models.person import GROUPS
from records.rounds import round_of
from staff.access import asked, holds
from staff.roles import Can

LEADS_ONLY = "A safeguarding lead looks through who can see what. Ask one of them."


@require_safe
@holds(Can.GRANT, otherwise=LEADS_ONLY)
def reviews(request):
    """The groups this lead stands over: when each was looked through last, and when it is due."""
    mine = [(group, words) for group, words in GROUPS if group in request.user.stands_over]
    groups = [(reverse(f"records:review_{group}"), words, AccessReview.due_on(group)) for group, words in mine]
    weeks = [(reverse(f"records:week_{group}"), words, WeekReview.due_on(group)) for group, words in mine]
    done = AccessReview.objects.open_to(request.user).select_related("reviewed_by").order_by("-reviewed_on", "-pk")[:12]
    return render(request, "records/reviews.html", {"groups": groups, "weeks": weeks, "done": done})


@require_http_methods(["GET", "POST"])
@holds(Can.GRANT, otherwise=LEADS_ONLY)
def review_access(request, group):
    if group not in request.user.stands_over:
        raise Http404
    form = asked(request, ReviewForm)
    if form.is_valid():
        done = AccessReview.review(by=request.user, group=group, found=form.cleaned_data["found"])
        messages.success(request, f"Reviewed. It is due again on {done.next_on:%-d %B %Y}.")
        return redirect("records:reviews")
    page = request.GET.get("page", "")[:4]
    whole = round_of(group, request.user, int(page) if page.isdecimal() else 0)
    request.showing([*(row.person for row in whole.rows), *whole.grants, *whole.exclusions])
    waiting = AccessRequest.objects.answerable_by(request.user).filter(group=group)[:20]
    context = {"form": form, "round": whole, "group": group, "words": dict(GROUPS)[group], "waiting": waiting}
    return render(request, "records/review_access.html", context)
