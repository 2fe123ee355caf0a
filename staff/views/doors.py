"""Coming in: the first password, the lock, and the promise everybody signs before they see a record."""

import time

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policy import packs

from .. import links
from ..access import asked, keep, lists, public, signed_in, words_of
from ..forms import ChoosePasswordForm, UndertakingForm, UnlockForm
from ..models import Undertaken

LONGEST = 200  # letters of the address of a page


@require_POST
@signed_in
def hide(request):
    """Lock at once because somebody walks past. What was being typed is kept, as the idle lock keeps it."""
    posted = request.POST.copy()
    page = words_of(posted).get("hidden_page", ["/"])[0]
    posted.pop("hidden_page", None)
    if _takes_words(page):
        keep(request.user, page, posted)
    request.session["locked"] = "hidden"
    request.session["back"] = page
    return redirect("staff:unlock")


def _takes_words(page):
    """Only a page that says itself who may open it: never what was typed into a page of signing in."""
    try:
        view = resolve(page).func
    except Resolver404:
        return False
    return len(page) <= LONGEST and getattr(view, "guard", "public") != "public"


@require_http_methods(["GET", "POST"])
@signed_in
def unlock(request):
    if "locked" not in request.session:
        return redirect("home")
    form = UnlockForm(request.POST or None, signer=request.user)
    if form.is_valid():
        request.session.pop("locked", None)
        request.session["last"] = time.time()
        request.session.cycle_key()
        return redirect(_own_page(request, "back"))
    return render(request, "staff/unlock.html", {"form": form, "hidden": request.session["locked"] == "hidden"})


@require_http_methods(["GET", "POST"])
@signed_in
def undertaking(request):
    if request.user.has_undertaken and not request.user.promises_again_soon:
        return redirect("staff:my_undertaking")
    form = asked(request, UndertakingForm, signer=request.user)
    if form.is_valid():
        Undertaken.sign(by=request.user, typed_name=form.cleaned_data["typed_name"])
        return redirect(_own_page(request, "promised_for"))
    return render(request, "staff/undertaking.html", {"form": form, "promise": packs.current().undertaking()})


@require_safe
@lists(Undertaken.objects.signed_by, undertaking=False)
def my_undertaking(request, signed):
    promise = packs.current().undertaking()
    in_force = (
        next((one for one in signed if one.sha256 == promise.sha256), None) if request.user.has_undertaken else None
    )
    return render(request, "staff/my_undertaking.html", {"signed": signed, "promise": promise, "in_force": in_force})


@require_safe
@public
def welcome(request, public_id, token):
    """The link of an invitation. It is put away at once, so that it stands in no address bar and no history."""
    if not links.owner_of(public_id, token):
        return render(request, "staff/link_used.html", status=404)
    request.session["link"] = [str(public_id), token]
    return redirect("staff:choose_password")


@require_http_methods(["GET", "POST"])
@public
def choose_password(request):
    owner = links.owner_of(*request.session.get("link", [None, ""]))
    if owner is None:
        return render(request, "staff/link_used.html", status=404)
    form = ChoosePasswordForm(request.POST or None, owner=owner)
    if form.is_valid():
        owner.choose_password(by=owner, password=form.cleaned_data["password"])
        request.session.flush()
        return render(request, "staff/password_chosen.html")
    return render(request, "staff/choose_password.html", {"form": form})


def _own_page(request, key):
    """A page of ours that was put aside under a name, once; else home."""
    page = request.session.pop(key, "/")
    if not url_has_allowed_host_and_scheme(page, allowed_hosts=None):
        raise Http404
    return page
