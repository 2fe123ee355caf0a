"""Fills in whatever form a page shows, as somebody would who means harm."""

from html.parser import HTMLParser

from django.test.client import MULTIPART_CONTENT, encode_multipart

from tests.cast import PASSWORD

BY_SUFFIX = {"_day": "5", "_month": "6", "_year": "2026", "_time": "10:00", "_hour": "10", "_minute": "00"}
LEFT = {"csrfmiddlewaretoken", "once", "seen"}


class Form(HTMLParser):
    """The fields of every POST form of a page: name, kind, and the values on offer."""

    def __init__(self, page):
        super().__init__()
        self.forms, self._select = [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "form":
            self.forms.append({"action": said.get("action") or "", "method": said.get("method", "get"), "fields": {}})
        elif tag in {"input", "textarea", "select"} and self.forms and said.get("name"):
            kind = said.get("type", "text") if tag == "input" else tag
            field = self.forms[-1]["fields"].setdefault(said["name"], {"kind": kind, "values": []})
            field["values"] += [said["value"]] if said.get("value") else []
            self._select = field if tag == "select" else None
        elif tag == "option" and self._select is not None and said.get("value"):
            self._select["values"].append(said["value"])


def forms_of(page):
    """The forms that post; those of the frame (signing out) are left out."""
    return [form for form in Form(page).forms if form["method"] == "post" and "logout" not in form["action"]]


def filled(form, text, choice=-1):
    """Every box with the text; of what is offered the last (or the one at ``choice``)."""
    said = {}
    for name, field in form["fields"].items():
        if name in LEFT or field["kind"] == "hidden":
            said[name] = field["values"][:1] or [""]
        elif "password" in name:
            said[name] = [PASSWORD]
        elif field["kind"] in {"radio", "select"}:
            said[name] = (field["values"][choice:] or field["values"][-1:])[:1]
        elif field["kind"] == "checkbox":
            said[name] = field["values"] or ["on"]
        elif field["kind"] != "submit":
            said[name] = [next((value for end, value in BY_SUFFIX.items() if name.endswith(end)), text)]
    return said


def as_bytes(said):
    """As a browser sends a form with a file in it, so that no byte is changed on the way."""
    return encode_multipart("BoUnDaRyStRiNg", said), MULTIPART_CONTENT
