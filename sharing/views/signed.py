"""Signed decisions: the list a manager keeps, the record of one, and copies with a purpose."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.keys import KeyUnusable
from records.models import Person
from records.paper.pressroom import Unavailable
from sharing import archive
from sharing.brief import PAGE, brief_of, page_of
from sharing.forms.deciding import ExportForm, PurposeForm
from sharing.forms.finding import FindSignedForm
from sharing.leaving import copies
from sharing.models import Decision
from sharing.why import why_decision
from staff.access import asked, holds, loads
from staff.roles import Can

MOST = ExportForm.MOST
MANAGERS = "The data protection manager and senior leaders take copies of signed decisions. Ask one of them."

HELD = "Nothing was taken: {} holds something that is locked away. A lead has been asked; their answer stands with it."


@require_http_methods(["GET", "POST"])
@holds(Can.SEE_SIGNED, otherwise=MANAGERS)
def signed(request):
    """The list, newest first. Posting finds some of them, or takes copies of what is shown and ticked."""
    find = FindSignedForm(request.POST or None, signed=Decision.objects.signed_for(request.user).with_signer())
    shown, older = page_of(find.found, request.GET.get("after", ""), many=MOST if find.narrows else PAGE)
    may_export = request.user.can(Can.EXPORT)
    offered = {"decisions": shown if may_export else []}
    form = ExportForm(**offered) if "find" in request.POST else asked(request, ExportForm, **offered)
    if find.is_valid() and form.is_valid() and (taken := _taken(request, form, form.cleaned_data["decisions"])):
        return taken
    request.showing(shown)
    context = {"form": form, "find": find, "decisions": shown, "may_export": may_export, "total": find.found.count()}
    context["older"] = older and not find.narrows and f"?after={older}"
    return render(request, "sharing/signed.html", context)


@require_safe
@loads(Decision.objects.records_for)
def record(request, decision):
    return _record(request, decision, PurposeForm())


def _record(request, decision, form):
    document = decision.sealed.order_by("-pk").first()
    context = {"decision": decision, "document": document, "form": form, "why": why_decision(decision, request.user)}
    context |= {"locked": copies.kinds_of(decision), "held": copies.last_asked(decision, request.user)}
    context |= brief_of(decision, request.user)
    return render(request, "sharing/record.html", context)


@require_POST
@loads(Decision.objects.exportable_by, otherwise=MANAGERS)
def copy(request, decision):
    form = PurposeForm(request.POST)
    if form.is_valid() and (taken := _taken(request, form, [decision])):
        return taken
    return _record(request, decision, form)


@require_safe
@loads(Person.objects.open_to)
def person(request, person):
    decisions = Decision.objects.open_to(request.user).about(person.every_record()).order_by("-proposed_at", "-pk")
    return render(request, "sharing/person.html", {"person": person, "decisions": decisions})


def _taken(request, form, decisions):
    """The copies; or the way on where a lead is asked first. None, and the form says why, where there are none now."""
    purpose = form.cleaned_data["purpose"]
    try:
        return _download(archive.copies(decisions, request.user, purpose))
    except copies.Stopped as stopped:
        return _held_back(request, stopped.decisions, purpose)
    except (Unavailable, KeyUnusable) as reason:
        form.add_error("purpose", str(reason))
    return None


def _held_back(request, stopped, purpose):
    """Nothing leaves yet. Whoever answers for it themselves is led to where they say why; of others a lead is asked."""
    for decision in stopped:
        asked = copies.last_asked(decision, request.user)
        if asked is None or asked.answered_at:
            decision.hold_copy_back(by=request.user, why=purpose)
    messages.warning(request, HELD.format(", ".join(map(str, stopped))))
    theirs = Decision.objects.holding_back(request.user).filter(pk__in=[one.pk for one in stopped]).distinct()
    if len(stopped) == 1 and theirs:
        return redirect("sharing:let_go", stopped[0].public_id)
    return redirect("sharing:record", stopped[0].public_id) if len(stopped) == 1 else redirect("sharing:signed")


def _download(copies):
    name, kind, content = copies
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
