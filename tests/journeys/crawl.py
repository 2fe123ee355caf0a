"""Walking through every page somebody can reach, as a reader of links does, and reading each with a machine's eyes."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.urls import URLPattern, get_resolver

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOK = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SLUGS = {"sharing:question": ["danger", "harm", "recipient", "purpose", "consent", "duty", "right_way", "recorded"]}
SLUGS["records:note_entry"] = ["personal"]
SLUGS["sharing:emergency_screen"] = ["happening", "told", "said", "family"]
ALIKE = 2  # of pages that differ only in whom they are about, so many are opened
MOST = 400


@dataclass
class Sheet(HTMLParser):
    """What one page is made of: its title, its links, and the shape of its markup without the words."""

    address: str
    status: int
    headers: dict
    html: str
    title: str = ""
    links: list = field(default_factory=list)
    shape: set = field(default_factory=set)

    def __post_init__(self):
        super().__init__()
        self._in_title = False
        self.feed(self.html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self._in_title = tag == "title"
        self.shape.add((tag, given.get("class", ""), given.get("role", ""), given.get("type", ""), *sorted(given)))
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])

    def handle_data(self, data):
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag):
        self._in_title = False

    __hash__ = object.__hash__


def named_addresses():
    """Every address of the service by its name, as text with a place for each id."""
    found = {}

    def walk(patterns, before, space):
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern) and "^" not in str(pattern.pattern):
                found[":".join(filter(None, [space, pattern.name]))] = "/" + route
            elif not isinstance(pattern, URLPattern):
                walk(pattern.url_patterns, route, getattr(pattern, "namespace", None) or space)

    walk(get_resolver().url_patterns, "", "")
    return found


@cache
def alike(path):
    """The address without what tells one thing from another."""
    return UUID.sub("ID", path)


def crawl(get, address, first=()):
    """Every page of the service that this reader's links lead to, and every named page with the ids met on the way."""
    waiting, opened, met = ["/", "/danger/", *first], {}, Counter()
    while waiting := unknown(waiting, opened, met) or unknown(with_ids(opened), opened, met):
        path = waiting.pop(0)
        opened[path] = sheet = get(path)
        met[alike(path)] += 1
        waiting += [urlsplit(urljoin(address + path, link)).path for link in sheet.links if is_ours(link, address)]
        assert len(opened) < MOST
    return opened


def unknown(paths, opened, met):
    return [path for path in dict.fromkeys(paths) if path not in opened and met[alike(path)] < ALIKE]


def is_ours(link, address):
    whole = urljoin(address, link)
    return whole.startswith(address) and "/static/" not in whole and not link.startswith("#")


def with_ids(opened):
    """Each named address, with an id that was met under the same beginning."""
    ids = sorted((path.split(found)[0], found) for path in opened for found in UUID.findall(path))
    for name, route in named_addresses().items():
        beginning = route.split("<")[0]
        places = [found for before, found in ids if before == beginning] if "<" in route else [""]
        for found in places[:1]:
            path = re.sub(r"<uuid:\w+>", found, route)
            yield from [re.sub(r"<slug:\w+>", word, path) for word in SLUGS.get(name, [""])]


def faults(seat):
    """What axe finds on the page that somebody is looking at, at the level the law asks for."""
    if not seat.page.evaluate("typeof axe === 'object'"):
        seat.page.evaluate(AXE.read_text(encoding="utf-8"))
        seat.page.add_init_script(path=AXE)  # from now on it is there already
    return seat.page.evaluate(LOOK, WCAG)
