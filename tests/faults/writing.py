"""People who write all the time, by real requests, and keep book of what they were told became of it."""

import http.client
import random
import re
import time
from dataclasses import dataclass, field
from secrets import token_hex
from urllib.parse import urlencode

from django.utils import timezone

from springfield.demo.people import PASSWORD
from tests.consent.said import in_a_year
from tests.sharing.conftest import NOT_TO_SHARE

CSRF = "c" * 32
BOUNDARY = "a-boundary-that-stands-in-no-word"
AGREED = {"kind": "sharing", "purpose": "health", "information": "personal", "state": "given", "how": "writing"}
AGREED |= {"language": "English", "lead_looks": "no", "checks": ["informed", "competent", "free", "specific"]}
ENTRY = {"kind": "observation", "happened_at": "2026-01-05 10:00", "said_by": "me", "parent_told": "na"}
CONCERN = {"danger": "no", "is_about_staff": "no", "others": "A boy"}
STEP = {"if_nothing": "Nothing.", "others_at_risk": "Nobody", "could_be_harmed": "Nobody"}


@dataclass
class Write:
    """One form, and the words by which its effect is known."""

    kind: str
    who: str
    path: str
    said: dict
    canary: str
    file: bool = False
    after: float = 0  # seconds that it waits while others are sent
    status: int | None = None  # none: no answer came
    once: str = field(default_factory=lambda: token_hex(16))

    @property
    def acknowledged(self):
        return self.status == 302


class Stock:
    """What can still be written to; each decision is signed once, each entry proposed for destruction once."""

    def __init__(self, stock):
        self.__dict__.update(stock)
        self.step_seen = self.draft

    def next(self, kind):
        """The next write of this kind, or an entry where nothing is left of it."""
        canary = f"canary-{token_hex(8)}: nobody is at risk, and it can wait until she agrees."
        if kind in ("sign", "dispose") and not getattr(self, kind):
            kind = "write"
        return getattr(self, f"_{kind}")(canary)

    def _write(self, canary):
        return Write("write", "amara", self.note, ENTRY | {"fact": canary}, canary)

    def _upload(self, canary):
        return Write("upload", "amara", self.note, ENTRY | {"fact": canary}, canary, file=True)

    def _agree(self, canary):
        day = {"review_on": in_a_year().isoformat(), "answered_at": timezone.localtime().strftime("%Y-%m-%d %H:%M")}
        return Write("agree", "amara", self.agreement, AGREED | self.agreeing | day | {"words": canary}, canary)

    def _step(self, canary):
        return Write("step", "amara", self.step, STEP | {"welfare": canary, "seen": self.step_seen}, canary)

    def _concern(self, canary):
        return Write("concern", "amara", self.concern, CONCERN | {"facts": canary}, canary)

    def _sign(self, canary):
        path, seen = self.sign.pop()
        said = {name: value for name, value in NOT_TO_SHARE.items() if value is not True}
        said |= {"no_conflict": "on", "password": PASSWORD, "seen": seen, "rationale": canary}
        said |= {"public_interest": "insufficient", "review_on": in_a_year(30).isoformat()}
        return Write("sign", "dee", path, said, canary)

    def _dispose(self, canary):
        return Write("dispose", "dee", self.dispose.pop(), {"rule": "not_needed", "why": canary}, canary)


def sent(port, cookie, write):
    """Send it; the status it was answered with stays on it, and the page is given."""
    headers = {"Host": "localhost", "Cookie": f"sessionid={cookie}; csrftoken={CSRF}"}
    said = write.said | {"csrfmiddlewaretoken": CSRF} | ({"once": write.once} if write.once else {})
    body, kind = _with_file(said, write.canary) if write.file else _plain(said)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST" if write.said else "GET", write.path, body, headers | {"Content-Type": kind})
        answer = connection.getresponse()
        status, page = answer.status, answer.read().decode()
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()
    write.status = status
    return page


def _plain(said):
    return urlencode(said, doseq=True), "application/x-www-form-urlencoded"


def _with_file(said, words):
    parts = [f'name="{name}"\r\n\r\n{value}' for name, value in said.items()]
    parts.append(f'name="attached"; filename="note.txt"\r\nContent-Type: text/plain\r\n\r\n{words}')
    body = "".join(f"--{BOUNDARY}\r\nContent-Disposition: form-data; {part}\r\n" for part in parts)
    return f"{body}--{BOUNDARY}--\r\n", f"multipart/form-data; boundary={BOUNDARY}"


def answers(port, seconds=20):
    """Wait until the service does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            time.sleep(0.01)
        finally:
            connection.close()
    raise AssertionError("The service does not answer.")


def keep_writing(port, stock, kinds, book, seed):
    """Write one thing after another until no answer comes; what was sent is in the book before it is sent."""
    dice = random.Random(seed)
    while True:
        write = stock.next(dice.choice(kinds))
        book.append(write)
        sent(port, stock.cookies[write.who], write)
        if write.status is None:
            return
        if write.kind == "step" and write.acknowledged:
            stock.step_seen += 1


def refused(page):
    """What a page complains of."""
    found = re.findall(r'error-message"?.*?</p>', page, re.S)
    return [" ".join(re.sub(r"<[^>]*>", " ", said).split()) for said in found]
