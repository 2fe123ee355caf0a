"""The pieces pages are built from. Each is one small template in templates/_components/, shown on the gallery page."""

from datetime import date, datetime, time

from django import template
from django.template.loader import render_to_string
from django.utils import timezone

from records.comparison import Piece, side_by_side
from springfield.forms import problems_of, sections_of

register = template.Library()


def piece(which, /, **context):
    return render_to_string(f"_components/{which}.html", context)


# --- forms -----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("_components/tokens.html", takes_context=True)
def tokens(context):
    """The two hidden fields of every form that posts: against forgery, and against acting twice."""
    return {"csrf_token": context.get("csrf_token"), "once": context.get("once")}


@register.inclusion_tag("forms/summary.html")
def error_summary(*forms):
    return {"problems": [problem for form in forms if form and form.is_bound for problem in problems_of(form)]}


@register.inclusion_tag("forms/fields.html")
def fields(form):
    return {"form": form, "sections": sections_of(form)}


@register.inclusion_tag("_components/act.html", takes_context=True)
def act(context, label, url, style="secondary", **hidden):
    """One button that does one thing: a form of its own, so that it posts."""
    return {"label": label, "url": url, "style": style, "hidden": hidden} | tokens(context)


# --- words in a frame ------------------------------------------------------------------------------------------------


@register.simple_block_tag
def urgency(content, words):
    return piece("urgency", words=words, content=content)


@register.simple_block_tag
def refusal(content, reason):
    """Why not, and then (the content) who can say yes."""
    return piece("refusal", reason=reason, content=content)


@register.simple_block_tag
def inset(content):
    return piece("inset", content=content)


@register.simple_block_tag
def folded(content, title):
    return piece("folded", title=title, content=content)


@register.simple_block_tag
def empty(content, words):
    """Nothing to show, and (the content) what to do about it."""
    return piece("empty", words=words, content=content)


@register.simple_block_tag
def notice(content, title="Important"):
    return piece("notice", title=title, content=content)


@register.simple_block_tag
def panel(content, title):
    return piece("panel", title=title, content=content)


@register.simple_block_tag
def card(content, title, url=""):
    return piece("card", title=title, url=url, content=content)


# --- facts in rows ---------------------------------------------------------------------------------------------------


@register.simple_block_tag
def summary(content):
    return piece("summary", content=content)


@register.simple_block_tag
def summary_row(content, label, change="", action="Change"):
    return piece("summary_row", label=label, content=content, change=change, action=action)


@register.simple_block_tag
def table(content, caption, order="", count=None, total=None):
    """A table says how it is ordered and how many it shows."""
    return piece("table", caption=caption, order=order, count=count, total=total, content=content)


@register.simple_block_tag
def tasks(content):
    return piece("tasks", content=content)


@register.simple_block_tag
def task(content, title, url="", status="", colour=""):
    return piece("task", title=title, url=url, status=status, colour=colour, content=content)


@register.inclusion_tag("_components/tag.html")
def tag(words, colour=""):
    return {"words": words, "colour": colour}


# --- the story of a record -------------------------------------------------------------------------------------------


@register.simple_block_tag
def story(content, label="Story"):
    return piece("story", label=label, content=content)


@register.simple_block_tag
def happening(content, title, by="", at=None, url=""):
    return piece("happening", title=title, by=by, at=at, url=url, content=content)


@register.inclusion_tag("_components/value.html")
def value(said):
    """What a field says: words in their lines, a moment as people tell it, or that there is nothing."""
    return {"pieces": [Piece("kept", _in_words(said))] if said != "" else []}


@register.inclusion_tag("_components/changed_row.html")
def changed_row(label, older, newer, older_name, newer_name):
    """One field in two versions side by side, with the words marked that went and those that came."""
    left, right = side_by_side(_in_words(older), _in_words(newer))
    return {"label": label, "older": left, "newer": right, "older_name": older_name, "newer_name": newer_name}


def _in_words(said):
    return moment(said) if isinstance(said, date) else str(said)


PARTS = {
    "fact": "What happened",
    "opinion": "What the writer thinks",
    "reported": "Said by",
    "own": "In their own words",
    "historical": "Out of date",
}


@register.simple_block_tag
def part(content, kind, who=""):
    """One kind of statement, under its own name: fact is never mixed with opinion."""
    return piece("part", kind=kind, title=f"{PARTS[kind]} {who}".strip(), content=content)


# --- a decision ------------------------------------------------------------------------------------------------------


@register.inclusion_tag("_components/verdict.html")
def verdict(title, **said):
    """sentence, decides, urgent, by, clauses [(id, words)], missing [(words, url)], meanwhile, advice."""
    return {"title": title} | said


@register.simple_block_tag
def person_header(content, name, about="", band=""):
    return piece("person_header", name=name, about=about, band=band, content=content)


@register.inclusion_tag("_components/contact.html")
def contact(who):
    return {"who": who}


# --- ways on and back ------------------------------------------------------------------------------------------------


@register.inclusion_tag("_components/back.html")
def back(url, label="Back"):
    return {"url": url, "label": label}


@register.inclusion_tag("_components/go.html")
def go(label, url, style=""):
    return {"label": label, "url": url, "style": style}


@register.simple_block_tag
def subnav(content, label):
    return piece("subnav", label=label, content=content)


@register.inclusion_tag("_components/subnav_item.html")
def subnav_item(label, url, current=False, count=None):
    return {"label": label, "url": url, "current": current, "count": count}


@register.inclusion_tag("_components/pages.html")
def pages(newer="", older=""):
    return {"newer": newer, "older": older}


@register.inclusion_tag("_components/print_button.html")
def print_button(label="Print this page"):
    return {"label": label}


@register.inclusion_tag("_components/leave_quickly.html")
def leave_quickly():
    return {}


# --- numbers, and times both exact and human -------------------------------------------------------------------------


@register.filter
def grouped(number):
    """“1,234”: so that a long number can be read out."""
    return f"{number:,}"


@register.filter
def in_fours(digits):
    """A fingerprint in groups of four, as it is read out and compared."""
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))


@register.filter
def moment(value):
    """“today 14:05”, “yesterday 09:30”, “14 March 2026, 09:30”; a date without a time keeps none."""
    if not value:
        return ""
    here = timezone.localtime(value) if isinstance(value, datetime) else value
    day = here.date() if isinstance(here, datetime) else here
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}.get((timezone.localdate() - day).days)
    written = near or f"{day.day} {day:%B %Y}"
    if not isinstance(here, datetime):
        return written
    return f"{written} {here:%H:%M}" if near else f"{written}, {here:%H:%M}"


@register.filter
def ago(value):
    """How long something has waited: “12 minutes”, “5 hours”, “6 days”."""
    if not value:
        return ""
    if isinstance(value, date) and not isinstance(value, datetime):
        return plural((timezone.localdate() - value).days, "day")
    minutes = max(int((timezone.now() - value).total_seconds() // 60), 0)
    if minutes < 60:
        return plural(minutes, "minute") if minutes else "less than a minute"
    return plural(minutes // 60, "hour") if minutes < 48 * 60 else plural(minutes // 1440, "day")


@register.filter
def waiting(value):
    return f"{ago(value)} waiting" if value else ""


@register.filter
def exactly_and_ago(value):
    value = _day_alone(value)
    return f"{moment(value)} ({ago(value)} ago)" if has_been(value) else moment(value)


def _day_alone(value):
    """What is due on a day stands at its first moment, and nobody says “at 00:00”."""
    here = timezone.localtime(value) if isinstance(value, datetime) else None
    return here.date() if here and here.time() == time.min else value


def has_been(value):
    return bool(value) and (value <= timezone.now() if isinstance(value, datetime) else value < timezone.localdate())


def plural(number, word):
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
