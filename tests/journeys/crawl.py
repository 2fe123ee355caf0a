"""Walking through every page somebody can reach, as a reader of links does, and reading each with a machine's eyes."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import URLPattern, get_resolver

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SLUGS = {"sharing:question": ["danger", "harm", "recipient", "purpose", "consent", "duty", "right_way", "recorded"]}
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
            if isinstance(pattern, URLPattern):
                found[":".join(filter(None, [space, pattern.name]))] = "/" + route
            else:
                walk(pattern.url_patterns, route, getattr(pattern, "namespace", None) or space)

    walk(get_resolver().url_patterns, "", "")
    return found


def alike(path):
    """The address without what tells one thing from another."""
    return UUID.sub("ID", path)


def crawl(get, address):
    """Every page of the service that this reader's links lead to, and every named page with the ids met on the way."""
    waiting, seen, opened, ids = ["/", "/danger/"], set(), {}, set()
    while waiting and len(opened) < MOST:
        path = waiting.pop(0)
        if path in seen or sum(alike(path) == alike(other) for other in opened) >= ALIKE:
            continue
        seen.add(path)
        opened[path] = sheet = get(path)
        ids |= {(path.split(found)[0], found) for found in UUID.findall(path)}
        waiting += [urlsplit(urljoin(address + path, link)).path for link in sheet.links if is_ours(link, address)]
        if not waiting:
            waiting = [path for path in with_ids(ids) if alike(path) not in {alike(other) for other in opened}]
    return opened


def is_ours(link, address):
    whole = urljoin(address, link)
    return whole.startswith(address) and "/static/" not in whole and not link.startswith("#")


def with_ids(ids):
    """Each named address, with an id that was met under the same beginning."""
    for name, route in named_addresses().items():
        beginning = route.split("<")[0]
        places = [found for before, found in sorted(ids) if before == beginning] or []
        if "<" not in route:
            yield route
        for found in places[:1]:
            path = re.sub(r"<uuid:\w+>", found, route)
            yield from [re.sub(r"<slug:\w+>", word, path) for word in SLUGS.get(name, [""])]
