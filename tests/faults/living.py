"""One service that lives through every fault of its surroundings, and is never started again."""

import time
from collections import Counter
from secrets import token_hex

from .nursery import Nursery
from .test_kills import Life
from .writing import Write, answers, refused, sent

SOON = 10  # seconds: until there is an answer, and until it is well again after the cause is gone
NUMBER = "999"


class Living(Life):
    """Refused is what was answered with 503; it is sent again when the cause is gone."""

    def __init__(self, folder, source, many, database=None, **settings):
        super().__init__(Nursery(folder, database, of=source, prints=False, **settings), seed=19, many=many)
        self.folder, self.ask, self.looks, self.server = folder, self.nursery.ask, [], None
        self.words = f"weathervane {token_hex(8)}"
        self.page, self.about = self.ask("to_look_at", self.words)
        self.group = self.nursery.serve(self.port)
        answers(self.port)

    def write(self, *kinds, status):
        """Write one of each kind; each must be answered so. Their pages."""
        return [self.send(self.stock.next(kind), status) for kind in kinds]

    def send(self, write, status):
        if write not in self.book:
            self.book.append(write)
        page = self.answer(write)
        assert write.status == status, f"{write.kind}: {write.status}\n{refused(page) or page}"
        self.stock.step_seen += write.kind == "step" and write.acknowledged
        assert status != 503 or is_plain(page) and write.canary in page, page
        return page

    def answer(self, write):
        """What comes of it; nobody is kept waiting for an answer, of whatever kind."""
        begun = time.monotonic()
        page = sent(self.port, self.stock.cookies[write.who], write)
        assert time.monotonic() - begun < SOON, f"{write.kind} was answered after {time.monotonic() - begun:.0f} s"
        return page

    def look(self, path=None, who="amara"):
        """A page as somebody sees it: the status, and what is in it."""
        one = Write("read", who, path or self.page, {}, "", once="")
        page = self.answer(one)
        self.looks += [path] if path is None and one.status == 200 else []
        return one.status, page

    def shows(self):
        """Whether the record is shown. Asked before a fault, too: then the session waits for nothing in it but this."""
        status, page = self.look()
        return status == 200 and self.words in page

    def shows_nothing(self):
        """What cannot be written down as seen is not shown, and the numbers to ring are."""
        status, page = self.look()
        assert status == 503 and is_plain(page) and self.words not in page, f"{status} {page}"
        status, page = self.look("/danger/")
        assert status == 200 and NUMBER in page and is_plain(page), f"{status} {page}"
        assert self.look("/healthz")[0] in (200, 503)

    def recovers(self):
        """The cause is gone: soon what was refused is taken when it is sent again, and nothing else has happened."""
        until = time.monotonic() + SOON
        while not self.shows():
            assert time.monotonic() < until, self.look()
            time.sleep(0.1)
        assert self.wrong() == []
        for write in [one for one in self.book if one.status == 503]:
            if write.kind == "step":
                write.said["seen"] = self.stock.step_seen
            self.send(write, 302)
        assert time.monotonic() < until + SOON
        assert self.wrong() == []

    def sign_in_again(self):
        self.stock.cookies |= {name: self.ask("signed_in", name) for name in self.stock.cookies}

    def settles(self):
        """What a fault left open is closed by and by, so that no machine runs out of it: as each process tidies up.

        A page goes to whichever process is free: the one that has something to close may wait long for its turn.
        """
        for _ in range(400):
            if not self.ask("open_files", self.group):
                return
            self.look()
        raise AssertionError(self.ask("open_files", self.group))

    def wrong(self):
        """What is not as the book says, in words: nothing acknowledged is lost, nothing refused is there."""
        found = self.ask("found", self.stock.mail, self.stock.step)
        effects = Counter(found["effects"])
        told = sum(effects[one.canary] for one in self.book if one.kind in ("sign", "concern"))
        wrong = list(self._miscounted(effects)) + found["halves"]
        wrong += [] if self._is_last_step(found["step"]) else [f"step: {found['step']}, {self.stock.step_seen}"]
        wrong += [] if told == found["mail"] else [f"{found['mail']} messages of {told} events"]
        seen, noted = len(self.looks), self.ask("looks", self.about)
        wrong += [] if seen <= noted else [f"seen {seen} times and written down {noted} times"]
        return wrong + [f"in the log: {one.canary}" for one in self.book if one.canary in self.log()]

    def log(self):
        return (self.folder / "served.txt").read_text()

    def _miscounted(self, effects):
        for one in self.book:
            many = effects.pop(one.canary, 0)
            if one.kind != "step" and many != one.acknowledged:
                yield f"{one.kind}: {one.status} and there {many} times"
        yield from (f"nobody wrote {word}" for word in effects)

    def stop(self):
        self.nursery.kill(self.group)
        self.nursery.stop()


def is_plain(page):
    """A page for people: what to do, the numbers to ring, and nothing of what is inside the service."""
    return NUMBER in page and "</html>" in page and not any(word in page for word in ("Traceback", "Error", "sqlite"))
