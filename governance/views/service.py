"""What the oversight desk is shown: whether the service keeps its promises, and what a restore lost."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audit import reading_only
from staff.access import asked, holds
from staff.forms import SignatureForm
from staff.roles import Can

from ..backup import gap
from ..promises import findings


@require_safe
@holds(Can.KEEP_SERVICE)
def promises(request):
    found = findings()
    broken = [one for one in found if not one.kept]
    context = {
        "all": len(found),
        "broken": broken,
        "kept": [one for one in found if one.kept],
        "gap": reading_only.gap(),
    }
    return render(
        request, "governance/promises.html", context | {"may_confirm": request.user.can(Can.KEEP_CHECKPOINTS)}
    )


@require_http_methods(["GET", "POST"])
@holds(Can.KEEP_CHECKPOINTS)
def restored(request):
    missing = reading_only.gap()
    if missing is None:
        return redirect("governance:promises")
    form = asked(request, SignatureForm, signer=request.user)
    if form.is_valid():
        gap.confirm(by=request.user)
        return redirect("governance:promises")
    return render(request, "governance/restored.html", {"form": form, "gap": missing, **gap.told(missing)})
