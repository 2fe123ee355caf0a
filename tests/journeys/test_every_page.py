"""Every page, as everybody who can reach it: accessible, quiet, closed to scripts, and no wider than a small phone."""

import re
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from .conftest import DESK
from .crawl import Sheet, alike, crawl, faults, named_addresses
from .meetings import CLOSED, COME_BY, ELSEWHERE, FIRST, FORMS, PRESSED
from .sharing import CALM, TOLD_BEFORE, asks_whether, says, to

pytestmark = pytest.mark.journey

# A page of a kind that is new, made of parts that are not, is put in place of another: no scripts, no loading.
INSTEAD = """(html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
}"""
PARTS, KIND = "parts", "kind"
SMALL, LARGER = 320, 375  # what fits the smaller fits the other: that is tried with --long
CAST = ["amara", "chen", "dee", "dora", "sena", "adam", "nobody"]
# They reach what others reach too: Ben what Amara, Ade what Dee, Dana what Sena, Vik and Ola less than any.
LIKE_OTHERS = [pytest.param(name, marks=pytest.mark.long) for name in ("ben", "ade", "dana", "vik", "ola")]
NAMES = ["Larkin", "Leo", "Holt", "Hana", "Osei", "Kofi", "Arthur", "Petra", "Ollie", "Noor", "Amara", "Dee", "Vik"]
HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.fixture(scope="module")
def is_new(request):
    """Whether a page is to be looked at: each kind once, and again where something stands that stood on no page before.

    Which of the two is answered: PARTS, or KIND for one whose every part was looked at already. With --long also where
    things stand together on it that stood on no page of its kind together, and all are opened.
    """
    known, stood, long = {}, set(), request.config.getoption("long")

    def is_new(path, sheet):
        if not sheet.shape or not 200 <= sheet.status < 300:
            return None
        of_its_kind = known.setdefault(alike(path), [])
        is_another, has_parts = not any(sheet.shape <= shape for shape in of_its_kind), not sheet.shape <= stood
        found = is_another and (long or not of_its_kind or has_parts)
        of_its_kind += [sheet.shape] * found
        stood.update(sheet.shape)
        return (PARTS if long or has_parts else KIND) if found else None

    return is_new


@pytest.fixture
def widths(request):
    return [SMALL, LARGER] if request.config.getoption("long") else [SMALL]


@pytest.fixture(scope="package")
def crawled():
    return {}


@pytest.fixture
def pages_of(sits_down, service, crawled):
    """Every page that somebody can reach; they have something unfinished, so that there is something to reach."""

    def pages(name):
        seat = sits_down(name) if name != "nobody" else sits_down()
        if name not in crawled:
            UNFINISHED.get(name, lambda *_: None)(seat, service)
            first = [path.format(id_of(service, thing)) for path, thing in FIRST.get(name, [])]
            crawled[name] = crawl(reader(seat), seat.address, first)
        return seat, crawled[name]

    return pages


def id_of(service, thing):
    imports = "from records.models import Attachment, Concern, FolderAbout, Person; "
    imports += "from consent.models import Consent; "
    imports += "from sharing.models import Advice, Decision, Disagreement, Request, Routine"
    return service.knows(f"{imports}; print(({thing}).public_id)")


def begins(seat, _service):
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


def wakes(seat, service):
    """The same, and what was not shared is to be looked at before its day."""
    begins(seat, service)
    asleep = id_of(service, "Decision.objects.filter(state='not_shared').first()")
    seat.opens(f"/sharing/decision/{asleep}/")
    seat.presses("Look at it again before its day")
    seat.page.wait_for_url("**/look-again/")


UNFINISHED = {"amara": begins, "dee": wakes}


@pytest.mark.parametrize("name", [*CAST, *LIKE_OTHERS])
@pytest.mark.clause("S-06")
def test_every_page(pages_of, is_new, widths, name):
    seat, sheets = pages_of(name)
    assert [fault for path, sheet in sheets.items() for fault in unquiet(path, sheet)] == []
    new = {path: is_new(path, sheet) for path, sheet in sheets.items()}
    opened, shown = ([path for path in new if new[path] == kind] for kind in (PARTS, KIND))
    assert [fault for path in opened for fault in look(seat, path, widths)] == []
    assert [fault for path in shown for fault in look_in_place(seat, sheets[path])] == []


def test_no_page_is_left_out(pages_of):
    opened = set()
    for name in ("amara", "chen", "dee", "dora", "sena", "adam", "nobody"):
        opened |= {shape(path) for path, sheet in pages_of(name)[1].items() if sheet.status in (200, 405)}
    unopened = {name for name, route in named_addresses().items() if shape(route) not in opened}
    assert unopened - PRESSED - COME_BY - ELSEWHERE == CLOSED


def shape(address):
    """An address, or the route it came by, with every part that varies left out."""
    return re.sub(
        r"<[^>]+>|(?<=/question/)[a-z_]+|(?<=/ID/entry/)[a-z]+|(?<=/emergency/ID/)(told|said|family)",
        "ID",
        alike(address),
    )


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


def reader(seat):
    """Reads pages as whoever sits there, without the browser, which would take three times as long."""
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in seat.page.context.cookies())
    server = urlsplit(seat.address).netloc

    def read(path):
        connection = HTTPConnection(server, timeout=60)
        connection.request("GET", path, headers={"Cookie": cookies})
        answer = connection.getresponse()
        headers, said = {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        is_page = "content-disposition" not in headers  # what is downloaded has no words to look at
        sheet = Sheet(path, answer.status, headers, said.decode() if is_page else "")
        sheet.links += [headers["location"]] if "location" in headers else []
        return sheet

    return read


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


def look(seat, path, widths):
    """Open a page in the browser: what axe finds at a desk, and what is wider than a small phone.

    Whatever the screen is of the page before, this one begins on it: to change it costs more than to look.
    """
    seat.opens(path)
    on_a_desk, small = [lambda: at_a_desk(seat, path)], [lambda: on_a_phone(seat, path, widths)]
    for looked in small + on_a_desk if seat.page.viewport_size["width"] in widths else on_a_desk + small:
        yield from looked()


def at_a_desk(seat, path):
    if seat.page.viewport_size != DESK["viewport"]:
        seat.page.set_viewport_size(DESK["viewport"])
    yield from (f"{path}: {fault}" for fault in faults(seat))


def on_a_phone(seat, path, widths):
    for width in widths:
        if seat.page.viewport_size["width"] != width:
            seat.page.set_viewport_size({"width": width, "height": 640})
        if wide := seat.spills:
            yield f"{path}: at {width} pixels wider than the screen: {wide}"


def look_in_place(seat, sheet):
    """The same on a small phone, as it comes without scripts: it takes a quarter of the time of opening it."""
    if seat.page.viewport_size["width"] != SMALL:
        seat.page.set_viewport_size({"width": SMALL, "height": 640})
        seat.opens("/danger/")
    seat.page.evaluate(INSTEAD, sheet.html)
    assert seat.page.title() == sheet.title.strip()
    yield from (f"{sheet.address}: {fault}" for fault in faults(seat))
    if wide := seat.spills:
        yield f"{sheet.address}: at {SMALL} pixels wider than the screen: {wide}"


def test_the_machine_sees_what_is_wrong(sits_down):
    """What finds nothing on every page must find something where there is something."""
    vik = sits_down("vik")
    vik.opens("/")
    assert faults(vik) == [] and vik.spills is None
    vik.page.evaluate(
        "document.querySelector('main').innerHTML += '<img src=\"\"><svg class=wide width=2000 height=9>'"
    )
    assert faults(vik)[0].startswith("image-alt") and "wide" in vik.spills
    assert list(unquiet("/people/leo", Sheet("/", 200, {}, "<title>Leo Larkin</title>")))
    vik.page.evaluate("document.head.append(Object.assign(document.createElement('style'), {textContent: 'p {}'}))")
    assert "style" in vik.complaints.pop()
    page = "<title>T</title><main><img src=''><svg class=wide width=2000 height=9></main>"
    found = list(look_in_place(vik, Sheet("/", 200, {}, page)))
    assert "image-alt" in found[0] and "wide" in found[-1]
