"""Promises of confidentiality on paper, of those who have no account."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policy import packs

from ..access import asked, holds, loads
from ..models import PaperPromise
from ..paper_forms import PaperForm
from ..roles import Can


@require_safe
@holds(Can.KEEP_PROMISES)
def papers(request):
    found = request.showing(PaperPromise.objects.kept_by(request.user))
    return render(request, "staff/papers.html", {"papers": found, "promise": packs.current().undertaking()})


@require_http_methods(["GET", "POST"])
@holds(Can.KEEP_PROMISES)
def register_paper(request):
    return _register(request)


@require_http_methods(["GET", "POST"])
@loads(PaperPromise.objects.kept_by)
def sign_again(request, paper):
    return _register(request, paper)


def _register(request, before=None):
    known = {name: getattr(before, name) for name in ("name", "capacity", "kept")} if before else {}
    form = asked(request, PaperForm, initial=known)
    if form.is_valid():
        PaperPromise.register(by=request.user, instead_of=before, **form.cleaned_data)
        return redirect("staff:papers")
    return render(request, "staff/register_paper.html", {"form": form, "before": before})


@require_POST
@loads(PaperPromise.objects.kept_by)
def end_paper(request, paper):
    paper.end(by=request.user)
    return redirect("staff:papers")
