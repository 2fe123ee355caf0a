"""A signed two-page decision record, against a plain WeasyPrint render of the same page, warm, in the same run.

Plain is the library as anybody would call it once it is warm: the same page, style sheet and typeface (unpacked once
beforehand, as ours is), no tags, no attachment, no seal. Ours is everything: the record checked, made canonical,
hashed, printed as PDF/A-3a and PDF/UA-1 with the attached decision, and sealed.
Exit 0: at most 1.4 times as long. 1: longer. 2: could not run.
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

    from sharing import document, press
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


def main():
    try:
        prepare()
        makers = contestants()
        lengths = {name: pages(make()) for name, make in makers.items()}
        if set(lengths.values()) != {2}:
            raise RuntimeError(f"both should have two pages: {lengths}")
        times = measure(makers)
    except Exception as error:
        print(f"Could not run: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    for name, taken in times.items():
        median, best = statistics.median(taken) * 1000, min(taken) * 1000
        print(f"{name:6} {lengths[name]} pages, median {median:5.0f} ms, best {best:5.0f} ms, {ROUNDS} rounds")
    ratio = statistics.median(o / p for o, p in zip(times["ours"], times["plain"], strict=True))
    print(f"ratio  median of rounds {ratio:.2f}, goal at most {GOAL}")
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
