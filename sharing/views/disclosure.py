"""Recording what was shared: pieces chosen one by one, shown exactly as they leave, and then confirmed (S-23)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from policy import packs
from staff.access import asked, loads

from .. import archive
from ..forms.disclosure import DiscloseForm
from ..models import Decision
from ..preview import gives_away, preview_of

NOT_NOW = (
    "It can be recorded as shared once it is signed to share, and only once; where a second person looks at it first, "
    "after that. Is somebody in danger? Share now, and record it as an emergency."
)


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.shareable_by, otherwise=NOT_NOW)
def disclose(request, decision):
    form = asked(request, DiscloseForm, decision=decision, user=request.user)
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        shown = {"form": form, "decision": decision, "pack": packs.current()}
        return render(request, "sharing/disclose.html", shown)
    preview = preview_of(decision, form, by=request.user)
    if request.POST.get("previewed") != preview.sha256:
        shown = {"decision": decision, "preview": preview, "carried": _carried(request.POST)}
        shown["protected"] = gives_away(preview, decision, form.contact.agency)
        return render(request, "sharing/preview.html", shown)
    decision.record_disclosure(by=request.user, disclosure=form.disclosure, items=form.items, **form.told)
    archive.on_commit(decision)
    messages.success(request, "Recorded. It now counts as shared.")
    is_theirs = decision.proposed_by == request.user
    return redirect("sharing:proposed" if is_theirs else "sharing:decision", decision.public_id)


def _carried(posted):
    """What was filled in goes with the preview, so that what is confirmed is what was shown."""
    left = {"csrfmiddlewaretoken", "once", "previewed", "change"}
    return [(name, value) for name, values in posted.lists() if name not in left for value in values]
