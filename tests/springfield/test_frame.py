"""The frame of every page: danger one press away, a menu of what this person may do, and nothing when it is locked."""

import re
import time

import pytest
from django.test import Client
from django.urls import reverse

from springfield import context
from springfield.context import MENU, MINE


def menu_of(user):
    browser = Client()
    browser.force_login(user)
    html = browser.get("/gallery/").content.decode()
    return [label.strip() for label in re.findall(r'navigation__link" href="[^"]*"[^>]*>([^<]*)<', html)]


@pytest.mark.parametrize("name", [name for _, name, *_ in MENU + MINE])
def test_every_link_of_the_menu_leads_somewhere(name):
    assert reverse(name)


def test_the_menu_shows_what_a_role_may_do_and_nothing_else(cast):
    assert "Signed decisions" in menu_of(cast.dana)
    assert "Signed decisions" not in menu_of(cast.amara)
    assert "People" in menu_of(cast.amara)
    assert "People" not in menu_of(cast.vik)
    assert "Accounts" in menu_of(cast.adam)
    assert "Accounts" not in menu_of(cast.dee)


def test_the_page_one_is_on_is_marked_for_eye_and_ear(client, cast):
    client.force_login(cast.amara)
    html = client.get("/").content.decode()
    assert re.search(r'href="/" aria-current="true">Home<', html)


def test_of_two_pages_one_within_the_other_only_the_inner_one_is_marked(cast):
    marked = [item.label for item in context.menu_of(cast.sena, reverse("sharing:signed")) if item.current]
    assert marked == ["Signed decisions"]


def test_a_stranger_sees_no_menu_and_still_the_way_to_help(client, db):
    html = client.get("/accounts/login/").content.decode()
    assert "govuk-service-navigation" not in html
    assert 'href="/danger/"' in html


def test_a_locked_screen_has_no_menu_and_still_the_way_to_help(client, cast):
    client.force_login(cast.amara)
    session = client.session
    session["last"] = time.time() - 16 * 60
    session.save()
    html = client.get("/", follow=True).content.decode()
    assert "govuk-service-navigation" not in html
    assert 'class="me"' not in html
    assert 'href="/danger/"' in html


def test_a_page_that_is_not_there_is_the_same_page_each_time(client, cast):
    client.force_login(cast.amara)
    assert client.get("/nowhere/").content == client.get("/elsewhere/").content


def test_each_form_of_a_page_has_a_token_of_its_page_and_no_two_pages_share_one(client, db):
    first, second = (
        set(re.findall(r'name="once" value="(\w+)"', client.get("/accounts/login/").content.decode())) for _ in "12"
    )
    assert len(first) == len(second) == 1
    assert first != second


def test_signing_out_is_a_press_and_never_a_link(client, cast):
    client.force_login(cast.amara)
    html = client.get("/gallery/").content.decode()
    assert '<form method="post" action="/accounts/logout/" class="act">' in html
    client.get("/accounts/logout/")
    assert client.get("/gallery/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/gallery/").status_code == 302
