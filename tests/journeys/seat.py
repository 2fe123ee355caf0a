"""Somebody at a screen. What they do and read is written as one would tell it; how is written here, once."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import expect

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
PATIENCE = 30_000  # milliseconds: a busy machine is no reason to fail
expect.set_options(timeout=PATIENCE)
ALLOWED = re.compile(r"Failed to load resource: the server responded with a status of (40[349]|503)")

SPILLS = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return null;
  const parts = [...document.querySelectorAll("main *, header *, footer *")];
  const spills = parts.find((one) => one.getBoundingClientRect().right > wide + 1 && !one.closest("[tabindex]"));
  return spills ? spills.outerHTML.slice(0, 120) : "something";
}"""


class Seat:
    """One person, one browser. Whatever the browser complains of is kept in `complaints`."""

    def __init__(self, page, address):
        self.page, self.address, self.complaints = page, address, []
        page.set_default_timeout(PATIENCE)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message):
        if message.type in ("error", "warning") and not ALLOWED.match(message.text):
            self.complaints.append(f"{self.where}: {message.text}")

    # where one is

    @property
    def where(self):
        return urlsplit(self.page.url).path

    @property
    def this_id(self):
        """The public id in the address, for asking the service about it beside the browser."""
        return ID.search(self.where).group()

    @property
    def spills(self):
        """What is wider than the screen; nothing on a page that fits."""
        return self.page.evaluate(SPILLS)

    def opens(self, path):
        return self.page.goto(self.address + path)

    # what one does

    def follows(self, words):
        self.page.locator("main a", has_text=words).first.click()

    def presses(self, words):
        self.page.get_by_role("button", name=words).first.click()

    def answers(self, question, answer):
        """Choose one answer of a question, or tick one of its boxes."""
        asked = self.page.get_by_role("group", name=question).first
        asked.get_by_label(answer).first.check()

    def ticks(self, *labels):
        for label in labels:
            self.page.get_by_role("checkbox", name=label).first.check()

    def ticks_all(self, question):
        for box in self.page.get_by_role("group", name=question).get_by_role("checkbox").all():
            box.check()

    def picks(self, label, option):
        """Choose from a drop-down list by the beginning of what it shows."""
        found = self.page.get_by_role("combobox", name=label)
        shown = found.locator("option", has_text=option).first
        found.select_option(shown.get_attribute("value"))

    def writes(self, texts):
        """Fill in boxes, each by the words above it."""
        for label, words in texts.items():
            self.page.get_by_role("textbox", name=label).first.fill(words)

    def dates(self, question, in_days=0, time=None):
        """Fill in day, month and year (and a time) of one question."""
        day = timezone.localdate() + timedelta(days=in_days)
        asked = self.page.get_by_role("group", name=question)
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            asked.get_by_label(part).fill(str(number))
        if time:
            asked.get_by_label("Time").fill(time)

    def signs(self, password):
        self.page.get_by_label("Your password").fill(password)

    # what one reads

    @property
    def heading(self):
        return self.page.locator("h1").first.inner_text()

    @property
    def text(self):
        return self.page.locator("main").inner_text()

    def reads(self, *words):
        for some in words:
            expect(self.page.locator("main").get_by_text(some).first).to_be_visible()

    def does_not_read(self, *words):
        for some in words:
            assert some not in self.text, f"{some!r} stands at {self.where}"
