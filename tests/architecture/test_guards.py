"""Nets under need-to-know: a page that says nothing opens for nobody, and no view asks the whole table."""

import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path, reverse

from springfield.doors import DOORS

from .pages import ours, pages

PUBLIC = {"danger", "healthz", "staff:welcome", "staff:choose_password", "staff:post", "portal:door"}
VIEWS = [file for app in Path().glob("*/views*") for file in ([app] if app.suffix else app.rglob("*.py"))]
UNSCOPED = re.compile(r"\b[A-Z]\w+\.objects\.(?:all|get|filter|exclude|order_by|first|count)\b|get_object_or_404")


@pytest.mark.clause("H-06")
class TestAPage:
    @pytest.mark.parametrize("name", sorted(ours()))
    def test_says_who_may_open_it(self, name):
        guard = getattr(ours()[name].callback, "guard", None)
        assert guard is not None, f"{name} opens for nobody: say who, with @loads, @lists, @holds or @public"
        assert (guard == "public") == (name in PUBLIC)

    def test_of_the_sign_in_library_is_in_the_table_or_does_not_exist(self, client, cast, as_):
        theirs = {name: pattern for name, pattern in pages() if name not in ours()}
        assert set(DOORS) <= set(theirs)
        shut = [name for name in set(theirs) - set(DOORS) if not theirs[name].pattern.regex.groups]
        assert shut and all(as_(cast.dee).get(reverse(name)).status_code == 404 for name in shut)

    def test_that_says_nothing_opens_for_nobody(self, cast, as_):
        with override_settings(ROOT_URLCONF=__name__):
            assert as_(cast.dee).get("/forgotten/").status_code == 404


@pytest.mark.parametrize("file", VIEWS, ids=str)
def test_no_view_asks_the_whole_table(file):
    assert not UNSCOPED.findall(file.read_text("utf-8")), f"{file}: take it from a loader, which knows who asks"


def forgotten(request):
    return HttpResponse("nobody said who may open this")


urlpatterns = [path("forgotten/", forgotten, name="forgotten"), path("", include("springfield.urls"))]
