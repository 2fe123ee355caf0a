"""What the browser is given: a short list from packages, in our typeface, and nothing else of theirs."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from springfield.finders import FILES, PackageFinder

MANIFEST = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}


def content(path):
    return Path(finders.find(path)).read_bytes()


@pytest.mark.parametrize("path", FILES)
def test_each_file_of_the_list_is_found(path):
    assert finders.find(path)


@pytest.mark.parametrize(
    "path",
    ["govuk/all.mjs", "govuk/../../package.json", "../settings.py", "django_htmx/htmx-4.js", "admin/css/base.css"],
)
def test_no_other_file_of_a_package_is(path):
    assert PackageFinder().find(path) == []


def test_the_typeface_only_gov_uk_may_use_is_left_out_and_ours_stands_in():
    assert b"@font-face" not in content("govuk/govuk-frontend.min.css")
    assert b'font-family: "GDS Transport"' in content("app.css")


def test_no_file_points_to_a_map_that_is_not_there():
    for path in FILES:
        assert b"sourceMappingURL" not in content(path)


def test_production_can_collect_its_files_under_names_that_never_change_their_meaning(tmp_path):
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=MANIFEST):
        call_command("collectstatic", interactive=False, verbosity=0)
    collected = {path.name for path in tmp_path.rglob("*.css")}
    assert any(name.startswith("app.") and name != "app.css" for name in collected)
    assert not list(tmp_path.rglob("*.map"))
