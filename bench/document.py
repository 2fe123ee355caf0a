"""A signed two-page decision record, against a plain WeasyPrint render of the same page, warm, in one run (D1, D2).

Plain is the library as anybody would call it once it is warm: the same page, style sheet and typeface (unpacked once
beforehand, as ours is), no tags, no attachment, no seal. Ours is everything: the record checked, made canonical,
hashed, printed as PDF/A-3a and PDF/UA-1 with the attached decision by the process that is kept for it, and sealed.
Beside them ReportLab and typst set the same words, untagged and unsealed; one that is not installed is not measured.
Then two hundred of ours by one process, and a hundred each by two: how many a second, and whether a printer grows.
Exit 0: at most 1.4 times as long, two do 1.8 times as much as one, and none grows. 1: not so. 2: could not run.
"""

import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from html import unescape
from pathlib import Path

GOAL, TWICE = 1.4, 1.8
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

    return {"plain": plain, "ours": ours, **peers(blocks_of(page))}


def blocks_of(page):
    """The words of the page, a paragraph each."""
    body = re.sub(r"(?s)<style.*?</style>|<svg.*?</svg>", "", page.partition("<body")[2].partition(">")[2])
    said = (unescape(re.sub(r"<[^>]+>", " ", part)) for part in re.split(r"</(?:p|h1|h2|h3|li|td|th)>", body))
    return [" ".join(words.split()) for words in said if words.strip()]


def peers(blocks):
    """Those that are installed, with the same words."""
    found = {}
    try:
        from reportlab.lib.styles import getSampleStyleSheet
        from reportlab.platypus import Paragraph, SimpleDocTemplate

        found["reportlab"] = lambda: _with_reportlab(blocks, getSampleStyleSheet(), Paragraph, SimpleDocTemplate)
    except ImportError:
        print("reportlab is not installed: not measured")
    try:
        import typst

        source = "\n\n".join(re.sub(r"([\\\\#$*_`<>@\\[\\]=/~-])", r"\\\1", words) for words in blocks)
        found["typst"] = lambda: typst.compile(source.encode())
    except ImportError:
        print("typst is not installed: not measured")
    return found


def _with_reportlab(blocks, styles, paragraph, template):
    from html import escape
    from io import BytesIO

    made = BytesIO()
    template(made).build([paragraph(escape(words), styles["BodyText"]) for words in blocks])
    return made.getvalue()


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


def child(many):
    """One of several: says when it is warm, waits, and prints so many."""
    prepare()
    make = contestants()["ours"]
    make()
    print("READY", flush=True)
    sys.stdin.readline()
    begun = time.perf_counter()
    for _ in range(many):
        make()
    print(f"DONE {time.perf_counter() - begun} {memory()}", flush=True)


def together(number):
    """Documents a second of so many processes, which print the two hundred between them."""
    command = [sys.executable, __file__, "--child", str(MANY // number)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    processes = [subprocess.Popen(command, cwd=ROOT, **pipes) for _ in range(number)]
    for process in processes:
        while process.stdout.readline() not in ("READY\n", ""):
            pass
    begun = time.perf_counter()
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate()[0].split() for process in processes]
    if any(words[:1] != ["DONE"] for words in said):
        raise RuntimeError("one of the processes ended early")
    return MANY / (time.perf_counter() - begun), max(float(words[2]) for words in said)


def main():
    try:
        prepare()
        makers = contestants()
        lengths = {name: pages(make()) for name, make in makers.items()}
        if {lengths["ours"], lengths["plain"]} != {2}:
            raise RuntimeError(f"both should have two pages: {lengths}")
        times = measure(makers)
        rate, held = throughput(makers["ours"])
        (one, _), (two, largest) = together(1), together(2)
    except Exception as error:
        print(f"Could not run: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    for name, taken in times.items():
        median, best = statistics.median(taken) * 1000, min(taken) * 1000
        print(f"{name:9} {lengths[name]} pages, median {median:5.0f} ms, best {best:5.0f} ms, {ROUNDS} rounds")
    ratio = statistics.median(o / p for o, p in zip(times["ours"], times["plain"], strict=True))
    print(f"ratio  median of rounds {ratio:.2f}, goal at most {GOAL}")
    grown = held[-1] - held[SETTLED - 1]
    print(f"{MANY} documents, {rate:.1f} a second; memory of the printer {held[0]:.0f} MiB after the first,")
    print(f"       {held[SETTLED - 1]:.0f} after {SETTLED}, {held[-1]:.0f} at the end (goal: at most {GROWTH} more)")
    print(f"two processes {two:.1f} a second, one {one:.1f}: {two / one:.2f} times (goal: at least {TWICE}),")
    print(f"       the larger printer {largest:.0f} MiB; load of the machine before: {os.getloadavg()[1]:.1f}")
    return 0 if ratio <= GOAL and grown <= GROWTH and two / one >= TWICE else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        sys.exit(child(int(sys.argv[2])))
    sys.exit(main())
