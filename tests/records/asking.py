"""Small hands for the tests of pages: an address by its name, and the plain answers of a form."""

import re

from django.urls import reverse

NEW_EACH_TIME = re.compile(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"|type="time" value="[^"]*"')
FACTS = "She would not sit down."


def at(page, thing=None):
    return reverse(f"records:{page}", args=[thing.public_id] if thing else [])


def concern(**answers):
    return {"danger": "no", "is_about_staff": "no", "others": "A girl in the hall", "facts": FACTS} | answers


def entry(**answers):
    return {
        "kind": "observation",
        "happened_at": "2026-01-05 10:00",
        "said_by": "me",
        "fact": "Sat alone.",
        "parent_told": "na",
    } | answers


def child(**answers):
    return {"name": "Nia Novak", "stage": "child", "born_on": "2021-05-04", "source": "us"} | answers


def but_for_tokens(page):
    """A page as it is compared with another: without its tokens and the minute that its form begins with."""
    return NEW_EACH_TIME.sub("", page)
