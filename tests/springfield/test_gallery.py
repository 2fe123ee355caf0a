"""The gallery shows every piece and every kind of question, to whoever works on the service, and to nobody else."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from springfield import components

AXE = settings.BASE_DIR / "node_modules/axe-core/axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = {"width": 375, "height": 720}, {"width": 1280, "height": 900}
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture
def gallery(client, cast):
    client.force_login(cast.amara)
    return client.get("/gallery/")


@pytest.fixture
def browser():
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def session(client, cast):
    client.force_login(cast.dee)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


@pytest.fixture
def opened(session, live_server, browser):
    """Opens an address in a real browser as Dee, and notes whatever the browser complains of."""

    def open_page(path, size=DESK, **options):
        context = browser.new_context(viewport=size, **options)
        context.add_cookies([session | {"url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.on("response", lambda got: page.complaints.append(got.url) if got.status >= 400 else None)
        page.goto(live_server.url + path)
        return page

    return open_page


def test_everybody_who_works_here_may_look_and_nobody_else(client, cast):
    assert client.get("/gallery/").status_code == 302
    client.force_login(cast.vik)
    assert client.get("/gallery/").status_code == 200
    assert client.post("/gallery/").status_code == 405


def test_every_piece_is_on_the_gallery_page():
    shown = "".join(path.read_text() for path in Path(settings.BASE_DIR, "templates").glob("**/gallery*/*.html"))
    shown += Path(settings.BASE_DIR, "templates/gallery.html").read_text()
    used = set(re.findall(r"{%-? (\w+)", shown)) | set(re.findall(r"\|(\w+)", shown))
    layouts = {"tokens"}  # stands in every form of every layout
    pieces = set(components.register.tags) | set(components.register.filters)
    assert pieces - used - layouts == set()


def test_the_frame_is_on_the_page_danger_one_press_away(gallery):
    html = gallery.content.decode()
    assert re.search(r'<a class="top__danger" href="/danger/">In danger now\?</a>', html)
    assert 'href="#main" class="govuk-skip-link"' in html
    assert "<title>Error: Gallery – Larch</title>" in html
    assert "Amara Example" in html
    assert "Demonstration:" in html


def test_nothing_on_the_page_needs_what_the_policy_of_the_browser_forbids(gallery):
    html = gallery.content.decode()
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html) == []


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_gallery_can_be_used_by_everybody(opened, size):
    page = opened("/gallery/", size, bypass_csp=True)  # axe itself is a script from nowhere
    page.evaluate(AXE.read_text())
    found = page.evaluate("levels => axe.run({runOnly: levels})", LEVELS)
    assert [(broken["id"], broken["nodes"][0]["html"]) for broken in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_in_a_real_browser_the_page_breaks_no_rule_and_misses_no_file(opened):
    page = opened("/gallery/")
    page.wait_for_selector(".govuk-frontend-supported")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert page.complaints == []


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_one_press_hides_the_screen_even_when_the_service_is_away_and_one_brings_it_back_with_what_was_typed(opened):
    page = opened("/gallery/")
    page.route("**/staff/hide/", lambda route: route.abort())
    page.fill("#id_name", "half a sentence")
    page.click("text=Hide screen")
    assert page.title() == settings.SERVICE_NAME
    page.keyboard.press("Escape")
    assert page.is_visible("#cover")
    page.click("text=Show the page again")
    assert not page.is_visible("#cover")
    assert page.input_value("#id_name") == "half a sentence"


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_without_scripts_the_page_still_asks_only_what_arises(opened):
    page = opened("/gallery/", java_script_enabled=False)
    assert page.is_visible("#id_which")
    page.check("#id_known_1")
    assert not page.is_visible("#id_which")
    assert not page.is_visible("text=Hide screen")


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_an_error_leads_to_its_question_and_danger_stays_in_sight(opened):
    page = opened("/gallery/", PHONE)
    page.click("text=Enter a real date, like 27 3 2026. >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_born_on_day"
    assert page.locator(".top__danger").evaluate("it => it.getBoundingClientRect().top") >= 0
    bar = page.locator(".top__bar").evaluate("it => it.getBoundingClientRect().bottom")
    assert page.locator("#id_born_on_day").evaluate("it => it.getBoundingClientRect().top") >= bar
