"""Every page, as everybody who can reach it: accessible, quiet, closed to scripts, and no wider than a small phone."""

import re

import pytest

from .crawl import Sheet, alike, crawl, faults, named_addresses
from .sharing import CALM, TOLD_BEFORE, asks_whether, says, to

pytestmark = pytest.mark.journey

SPILLS = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return null;
  const parts = [...document.querySelectorAll("main *, header *, footer *")];
  const spills = parts.find((one) => one.getBoundingClientRect().right > wide + 1 && !one.closest("[tabindex]"));
  return spills ? spills.outerHTML.slice(0, 120) : "something";
}"""
SMALL = (320, 375)
CAST = ["amara", "chen", "dee", "dora", "sena", "dana", "adam", "nobody"]
# They reach what one of the others reaches too: Ben what Amara, Ade what Dee, Vik and Ola less than any.
LIKE_OTHERS = [pytest.param(name, marks=pytest.mark.long) for name in ("ben", "ade", "vik", "ola")]
NAMES = ["Larkin", "Leo", "Holt", "Hana", "Osei", "Kofi", "Arthur", "Petra", "Ollie", "Noor", "Amara", "Dee", "Vik"]
HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


# Who meets which forms.
FORMS = {
    "amara": ["records:log_concern", "records:look", "records:ask", "records:add_relation", "records:write",
              "records:protect", "records:ask_access", "consent:record", "consent:notice", "consent:competence",
              "sharing:settle", "sharing:emergency", "sharing:withdraw", "sharing:recipient"],
    "chen": ["sharing:disclose"],
    "dee": ["records:answer", "records:reveal", "records:grant", "records:exclude", "records:verify_contact",
            "records:add_agency", "records:tie",
            "sharing:approve", "sharing:decline", "sharing:send_back", "sharing:seek_advice", "sharing:review"],
    "adam": ["staff:invite", "staff:put_cover"],
    "nobody": ["account_login"],
}  # fmt: skip
# These have more to open than others like them: something is locked, somebody was let in, shut out, named.
FIRST = {
    "amara": [("/records/folders/{}/ask/", "Person.objects.get(name='Mia Larkin').folder('safeguarding')")],
    "dee": [
        ("/records/folders/{}/", "Person.objects.get(name='Leo Larkin').folder('personal')"),
        ("/records/people/{}/", "Person.objects.get(name='Bea Holt')"),
        ("/records/people/{}/access/", "Person.objects.get(name='Leo Larkin')"),
        ("/records/concerns/{}/", "Concern.objects.filter(about__person__name='Leo Larkin').first()"),
    ],
    "dora": [
        ("/records/folders/{}/", "FolderAbout.objects.get(name='Gil Marsh').folder"),
        ("/records/folders/{}/apart/", "FolderAbout.objects.get(name='Gil Marsh').folder"),
    ],
    "sena": [("/records/people/{}/access/", "Person.objects.get(name='Ned Brook')")],
}
# Why a page is not opened here: it only takes a press; a journey comes by it; a demonstration does not have it.
PRESSED = {"staff:end_role", "staff:end_line", "staff:end_cover", "sharing:propose", "sharing:drop", "staff:hide"}
COME_BY = {"staff:unlock", "staff:welcome", "staff:choose_password", "staff:undertaking", "sharing:emergency_recorded"}
COME_BY |= {"records:register", "sharing:requester_told", "staff:end_session", "staff:know_device"}
ELSEWHERE = {
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "staff:set_up",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate_webauthn",
    "sharing:request",
    "records:attachment",  # it is only ever saved; the table of pages and its own tests open it
}
CLOSED = {
    "account_inactive",
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_set_password",
    "account_confirm_login_code",
    "account_reset_password_from_key_done",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
}


@pytest.fixture(scope="module")
def looked_at():
    """Shapes of pages that were looked at already: the same markup with other words is not looked at again."""
    return {}


@pytest.fixture(scope="package")
def crawled():
    return {}


@pytest.fixture
def pages_of(sits_down, service, crawled):
    """Every page that somebody can reach; they have something unfinished, so that there is something to reach."""

    def pages(name):
        seat = sits_down(name) if name != "nobody" else sits_down()
        if name not in crawled:
            UNFINISHED.get(name, lambda seat: None)(seat)
            first = [path.format(id_of(service, thing)) for path, thing in FIRST.get(name, [])]
            crawled[name] = crawl(lambda path: read(seat, path), seat.address, first)
        return seat, crawled[name]

    return pages


def id_of(service, thing):
    return service.knows(f"from records.models import Concern, FolderAbout, Person; print(({thing}).public_id)")


def begins(seat):
    """A question left at the end of its way, and an emergency left after its first screen."""
    asks_whether(seat, "Leo Larkin", CALM | to("Dina Moss") | {
        "could anybody come to significant harm": says("No"),
        "Is there a legitimate purpose": says("No"),
        "Is the decision properly recorded": TOLD_BEFORE,
    })  # fmt: skip
    seat.opens("/sharing/emergency/")
    seat.writes({"What is happening": "A man shouts in the yard.", "Anybody who is not listed": "A boy"})
    seat.answers("Is anybody under 18", "Yes")
    seat.presses("Continue")


UNFINISHED = {"amara": begins, "dee": begins}


@pytest.mark.parametrize("name", [*CAST, *LIKE_OTHERS])
@pytest.mark.clause("S-06")
def test_every_page(pages_of, looked_at, name):
    seat, sheets = pages_of(name)
    assert [fault for path, sheet in sheets.items() for fault in unquiet(path, sheet)] == []
    new = [path for path, sheet in sheets.items() if is_new(looked_at, path, sheet)]
    assert [fault for path in new for fault in look(seat, path)] == []


def test_no_page_is_left_out(pages_of):
    opened = set()
    for name in ("amara", "chen", "dee", "dora", "sena", "adam", "nobody"):
        opened |= {shape(path) for path, sheet in pages_of(name)[1].items() if sheet.status in (200, 405)}
    unopened = {name for name, route in named_addresses().items() if shape(route) not in opened}
    assert unopened - PRESSED - COME_BY - ELSEWHERE == CLOSED


def shape(address):
    """An address, or the route it came by, with every part that varies left out."""
    return re.sub(r"<[^>]+>|(?<=/question/)[a-z_]+|(?<=/emergency/ID/)(told|said|family)", "ID", alike(address))


def first_of(names, sheets):
    routes = named_addresses()
    for name in names:
        found = [path for path, sheet in sheets.items() if shape(path) == shape(routes[name]) and sheet.status == 200]
        assert found, f"{name} was not met"
        yield found[0]


@pytest.mark.parametrize("name", FORMS)
def test_every_form_that_is_sent_empty_says_what_to_do(pages_of, name):
    seat, sheets = pages_of(name)
    for path in first_of(FORMS[name], sheets):
        seat.opens(path)
        seat.page.locator("#form button:not([name])").last.click()
        seat.reads("There is a problem")
        assert [f"{path}, sent empty: {fault}" for fault in faults(seat)] == []


def read(seat, path):
    answer = seat.page.request.get(seat.address + path, max_redirects=0)
    links = [answer.headers["location"]] if "location" in answer.headers else []
    is_page = "content-disposition" not in answer.headers  # what is downloaded has no words to look at
    sheet = Sheet(path, answer.status, answer.headers, answer.text() if is_page else "")
    sheet.links += links
    return sheet


def unquiet(path, sheet):
    """What a page gives away, or leaves open, besides its words."""
    given_away = [name for name in NAMES if name in sheet.title or name.lower() in alike(path)]
    missing = [name for name, value in HEADERS.items() if value not in sheet.headers.get(name, "")]
    policy = sheet.headers.get("content-security-policy", "")
    if "unsafe" in policy or "default-src 'none'" not in policy:
        missing.append("content-security-policy")
    if sheet.status >= 500:
        yield f"{path}: {sheet.status}"
    if given_away or missing:
        yield f"{path}: names {given_away}, headers {missing}"


def is_new(looked_at, path, sheet):
    if not sheet.shape or not 200 <= sheet.status < 300:
        return False
    known = looked_at.setdefault(alike(path), [])
    if any(sheet.shape <= shape for shape in known):
        return False
    known.append(sheet.shape)
    return True


def look(seat, path):
    """Open a page in the browser: what axe finds, and what is wider than a small phone."""
    seat.opens(path)
    yield from (f"{path}: {fault}" for fault in faults(seat))
    desk = seat.page.viewport_size
    for width in SMALL:
        seat.page.set_viewport_size({"width": width, "height": 640})
        if wide := seat.page.evaluate(SPILLS):
            yield f"{path}: at {width} pixels wider than the screen: {wide}"
    seat.page.set_viewport_size(desk)


def test_the_machine_sees_what_is_wrong(sits_down):
    """What finds nothing on every page must find something where there is something."""
    vik = sits_down("vik")
    vik.opens("/")
    assert faults(vik) == [] and vik.page.evaluate(SPILLS) is None
    vik.page.evaluate(
        "document.querySelector('main').innerHTML += '<img src=\"\"><svg class=wide width=2000 height=9>'"
    )
    assert faults(vik)[0].startswith("image-alt") and "wide" in vik.page.evaluate(SPILLS)
    assert list(unquiet("/people/leo", Sheet("/", 200, {}, "<title>Leo Larkin</title>")))
    vik.page.evaluate("document.head.append(Object.assign(document.createElement('style'), {textContent: 'p {}'}))")
    assert "style" in vik.complaints.pop()
