"""Every page, as everybody who can reach it: accessible, quiet, closed to scripts, and no wider than a small phone."""

from pathlib import Path

import pytest

from .crawl import Sheet, alike, crawl

pytestmark = pytest.mark.journey

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOK = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""
SPILLS = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return null;
  const parts = [...document.querySelectorAll("main *, header *, footer *")];
  const spills = parts.find((one) => one.getBoundingClientRect().right > wide + 1 && !one.closest("[tabindex]"));
  return spills ? spills.outerHTML.slice(0, 120) : "something";
}"""
SMALL = (320, 375)
CAST = ["amara", "ben", "chen", "dee", "ade", "dora", "sena", "dana", "vik", "adam", "ola"]
NAMES = ["Larkin", "Leo", "Holt", "Hana", "Osei", "Kofi", "Arthur", "Petra", "Ollie", "Noor", "Amara", "Dee", "Vik"]
HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.fixture(scope="module")
def looked_at():
    """Shapes of pages that were looked at already: the same markup with other words is not looked at again."""
    return {}


@pytest.mark.parametrize("name", CAST)
@pytest.mark.clause("S-06")
def test_every_page(sits_down, looked_at, name):
    seat = sits_down(name)
    sheets = crawl(lambda path: read(seat, path), seat.address)
    assert len(sheets) > 10
    assert [fault for path, sheet in sheets.items() for fault in unquiet(path, sheet)] == []
    assert [
        fault for path, sheet in sheets.items() if is_new(looked_at, path, sheet) for fault in look(seat, path)
    ] == []


def read(seat, path):
    answer = seat.page.request.get(seat.address + path, max_redirects=0)
    links = [answer.headers["location"]] if "location" in answer.headers else []
    sheet = Sheet(path, answer.status, answer.headers, answer.text())
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


def faults(seat):
    if not seat.page.evaluate("typeof axe === 'object'"):
        seat.page.evaluate(AXE.read_text(encoding="utf-8"))
    return seat.page.evaluate(LOOK, WCAG)


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
