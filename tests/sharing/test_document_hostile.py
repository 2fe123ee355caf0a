"""Text that attacks the document it is printed in: it fetches nothing, attaches nothing and does not hang anybody."""

import re
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from records.paper import press, pressroom
from sharing import document
from tests.sharing.example import decision
from tests.sharing.tools import attachments, shown, text_of


@pytest.fixture
def stranger():
    """A web server on this machine which counts who asks it for anything."""
    asked = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.asked, server.address = asked, f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


VECTORS = """
<img src="{0}/img"> | <link rel="stylesheet" href="{0}/css"> | <link rel="attachment" href="{0}/attachment">
<a rel="attachment" href="{0}/a">x</a> | <object data="{0}/object"></object>
<embed src="{0}/embed"> | <iframe src="{0}/iframe">
<style>@import url({0}/import)</style> | <style>@font-face {{ font-family: x; src: url({0}/font) }}</style>
<p style="background: url({0}/background)">x</p> | <p style="list-style-image: url({0}/list); display: list-item">x</p>
<style>p::before {{ content: url({0}/content) }}</style> | <svg><image href="{0}/svg" width="9" height="9"/></svg>
<svg><use href="{0}/use#x"/></svg> | <img src="file:///etc/passwd"> | <link rel="attachment" href="file:///etc/passwd">
<base href="{0}/"><img src="base"> | <img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E">
"""
VECTORS = [vector.strip() for line in VECTORS.strip().splitlines() for vector in line.split(" | ")]
FETCHING = [vector for vector in VECTORS if not re.search("<iframe|<svg><use|<svg><image", vector)]


def with_everywhere(part, text):
    """The record with this text in every field that people type."""
    if isinstance(part, dict):
        typed = {key: with_everywhere(value, text) for key, value in part.items()}
        return typed | {key: part[key] for key in part if key.endswith(("_on", "_at")) or key in ("v", "marking")}
    if isinstance(part, list):
        return [with_everywhere(item, text) for item in part]
    return text if isinstance(part, str) else part


class TestHostileText:
    def test_in_every_field_fetches_nothing_and_attaches_nothing(self, stranger, tmp_path):
        text = " ".join(vector.format(stranger.address) for vector in VECTORS)
        pdf = document.render(with_everywhere(decision(), text), patience=pressroom.UNHURRIED)

        assert stranger.asked == []
        assert list(attachments(pdf)) == ["decision.json"]
        assert b"root:" not in pdf
        assert shown(VECTORS[0].format(stranger.address)) in text_of(pdf, tmp_path / "record.pdf")

    @pytest.mark.parametrize("vector", FETCHING)
    def test_is_refused_by_the_press_even_when_it_was_not_escaped(self, vector, stranger):
        """And as an ordinary exception: the library's own would end the worker."""
        with pytest.raises(press.Refused):
            press.printed(f"<p>{vector.format(stranger.address)}</p>", {"decision.json": b"{}"}, datetime.now(UTC))
        assert stranger.asked == []

    @pytest.mark.parametrize("vector", sorted(set(VECTORS) - set(FETCHING)))
    def test_which_the_library_ignores_fetches_nothing(self, vector, stranger):
        with suppress(press.Refused):
            press.printed(f"<p>{vector.format(stranger.address)}</p>", {"decision.json": b"{}"}, datetime.now(UTC))
        assert stranger.asked == []


class TestLength:
    """In seconds of work, not of waiting, where it is measured: a busy machine is no reason to fail."""

    def test_of_the_longest_is_printed_whole_and_not_in_minutes(self, tmp_path):
        page = document.page(decision(decision__rationale="The health visitor asked how he was getting on. " * 8_000))
        started = time.process_time()
        pdf = press.printed(page, {"decision.json": b"{}"}, datetime.now(UTC))

        assert time.process_time() - started < 60
        assert text_of(pdf, tmp_path / "record.pdf").count("gettingon.") == 8_000

    @pytest.mark.long
    @pytest.mark.parametrize(
        "text", ["x" * 390_000, "a\n" * 195_000, "e\u0301" * 195_000], ids=["word", "lines", "accents"]
    )
    @pytest.mark.parametrize("field", ["decision__rationale", "request__name", "supplied__0__what"])
    def test_of_hostile_text_finds_memory_and_time_enough(self, text, field):
        assert document.render(decision(**{field: text}), patience=pressroom.UNHURRIED).startswith(b"%PDF")

    def test_beyond_that_is_refused_at_once_with_what_to_do(self):
        started = time.process_time()
        with pytest.raises(document.TooLong, match="Shorten it"):
            document.render(decision(decision__rationale="x" * 410_000))
        assert time.process_time() - started < 2
