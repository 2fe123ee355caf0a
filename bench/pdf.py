"""A signed two-page decision record, against a plain WeasyPrint render of the same page, warm, in the same run.

Plain is the library as anybody would call it once it is warm: the same page, style sheet and typeface (unpacked once
beforehand, as ours is), no tags, no attachment, no seal. Ours is everything: the record checked, made canonical,
hashed, printed as PDF/A-3a and PDF/UA-1 with the attached decision by the process that is kept for it, and sealed.
Then two hundred of them, one after the other: how many a second, and whether that process grows.
Exit 0: at most 1.4 times as long, and it does not grow. 1: longer, or it grows. 2: could not run.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

GOAL = 1.4
ROUNDS = 15
MANY, SETTLED, GROWTH = 200, 50, 5.0  # documents; after how many it should not grow any more; MiB all the same
ROOT = Path(__file__).resolve().parent.parent


def prepare():
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "springfield.settings")
    os.environ |= {
        "DEMO": "on",
        "SECRET_KEY": "only for measuring, nothing is kept " * 2,
        "KEYS_DIR": tempfile.mkdtemp(),
    }
    import django

    django.setup()


def contestants():
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from records.paper import press
    from sharing import document
    from tests.sharing.example import two_pages

    record = two_pages()
    page = document.page(record)

    def plain():
        fonts = FontConfiguration()
        style = weasyprint.CSS(string=press.style(), font_config=fonts, url_fetcher=press.ShutDoor())
        return weasyprint.HTML(string=page).write_pdf(stylesheets=[style], font_config=fonts)

    def ours():
        return document.seal(document.render(record))

    return {"plain": plain, "ours": ours}


def pages(pdf):
    from io import BytesIO

    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages)


def measure(makers):
    times = {name: [] for name in makers}
    for _ in range(ROUNDS):
        for name in random.sample(list(makers), len(makers)):
            start = time.perf_counter()
            makers[name]()
            times[name].append(time.perf_counter() - start)
    return times


def memory():
    """MiB that the process which prints holds now."""
    from records.paper import pressroom

    status = Path(f"/proc/{pressroom._running().process.pid}/status").read_text()
    return int(dict(line.split(":", 1) for line in status.splitlines())["VmRSS"].split()[0]) / 1024


def throughput(make):
    """Documents a second, and the memory after each."""
    held, begun = [], time.perf_counter()
    for _ in range(MANY):
        make()
        held.append(memory())
    return MANY / (time.perf_counter() - begun), held


def main():
    try:
        prepare()
        makers = contestants()
        lengths = {name: pages(make()) for name, make in makers.items()}
        if set(lengths.values()) != {2}:
            raise RuntimeError(f"both should have two pages: {lengths}")
        times = measure(makers)
        rate, held = throughput(makers["ours"])
    except Exception as error:
        print(f"Could not run: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    for name, taken in times.items():
        median, best = statistics.median(taken) * 1000, min(taken) * 1000
        print(f"{name:6} {lengths[name]} pages, median {median:5.0f} ms, best {best:5.0f} ms, {ROUNDS} rounds")
    ratio = statistics.median(o / p for o, p in zip(times["ours"], times["plain"], strict=True))
    print(f"ratio  median of rounds {ratio:.2f}, goal at most {GOAL}")
    grown = held[-1] - held[SETTLED - 1]
    print(f"{MANY} documents, {rate:.1f} a second; memory of the printer {held[0]:.0f} MiB after the first,")
    print(f"       {held[SETTLED - 1]:.0f} after {SETTLED}, {held[-1]:.0f} at the end (goal: at most {GROWTH} more)")
    return 0 if ratio <= GOAL and grown <= GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
