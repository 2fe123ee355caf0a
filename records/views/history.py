"""What a row said before: every version of it, and any two side by side, for whoever may open the row today."""

from functools import partial

from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from records.history import kind_of, lines_of, two_of, versions_of
from staff.access import loads


def addresses(model, route):
    """The two pages about the versions of one kind of row. Their permission is that of the page of the row itself."""
    name, kind = model._meta.model_name, kind_of(model)
    return [
        path(f"{route}<uuid:public_id>/{page.__name__}/", _guarded(page, kind), name=f"{name}_{page.__name__}")
        for page in (history, changes)
    ]


def _guarded(page, kind):
    return require_safe(loads(kind.open_to)(partial(page, kind)))


def history(kind, request, row):
    """Every version, newest first: who wrote it, when, by what act, and where that stands in the ledger."""
    page = _number(request, "page")
    versions, more = versions_of(row, page)
    context = _about(kind, request, row) | {"versions": versions, "page": page, "more": more}
    return render(request, "records/history.html", context)


def changes(kind, request, row):
    """Two versions side by side: those that are asked for, else the newest and the one before it."""
    newer, older = two_of(row, _number(request, "version"), _number(request, "beside"))
    request.showing(version.row for version in (newer, older) if version)
    lines = lines_of(kind, newer, older, request.user)
    context = _about(kind, request, row) | {"newer": newer, "older": older}
    context |= {"changed": [one for one in lines if one.is_changed], "same": [one for one in lines if one.is_the_same]}
    return render(request, "records/changes.html", context)


def _about(kind, request, row):
    urls = {page: kind.address(page, row.public_id) for page in ("history", "changes")}
    return {"row": row, "called": kind.called(row), "home": kind.home(row, request.user), "urls": urls}


def _number(request, name):
    """A number in the address; anything else is as if nothing had been asked for."""
    text = request.GET.get(name, "")[:6]
    return int(text) if text.isdecimal() else 0
