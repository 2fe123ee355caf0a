"""A signed two-page decision record, against a plain WeasyPrint render of the same page, warm, in one run (D1, D2).

Plain is the library as anybody would call it once it is warm: the same page, style sheet and typeface (unpacked once
beforehand, as ours is), no tags, no attachment, no seal. Ours is everything: the record checked, made canonical,
hashed, printed as PDF/A-3a and PDF/UA-1 with the attached decision by the process that is kept for it, and sealed.
Beside them ReportLab and typst set the same words, untagged and unsealed; one that is not installed is not measured.
Then two hundred of ours by one process, and a hundred each by two, in turns: how many a second, and whether a printer
grows. Two need two free cores: where the processor time of a document is the same and the speed is not, none was free.
Exit 0: at most 1.4 times as long, two do 1.8 times as much as one, and none grows. 1: not so. 2: could not run.
With --small it only shows that it runs: too few documents to say anything.
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
SMALL = "--small" in sys.argv
ROUNDS, TURNS = (3, 2) if SMALL else (20, 5)
MANY, SETTLED, GROWTH = (20, 5, 5.0) if SMALL else (200, 50, 5.0)  # documents; settled after so many; MiB more by then
SIZE, MARGIN = 9, 16  # points and millimetres, with which the others set the same words on as many pages
TYPST = f'#set page(paper: "a4", margin: {MARGIN}mm)\n#set text(size: {SIZE}pt)\n#set par(spacing: 0.6em)\n'
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

        style = getSampleStyleSheet()["BodyText"].clone("same", fontSize=SIZE, leading=SIZE * 1.25, spaceBefore=0)
        found["reportlab"] = lambda: _with_reportlab(blocks, style, Paragraph, SimpleDocTemplate)
    except ImportError:
        print("reportlab is not installed: not measured")
    try:
        import typst

        source = TYPST + "\n\n".join(re.sub(r"([\\#$*_`<>@\[\]=/~-])", r"\\\1", words) for words in blocks)
        found["typst"] = lambda: typst.compile(source.encode())
    except ImportError:
        print("typst is not installed: not measured")
    return found


def _with_reportlab(blocks, style, paragraph, template):
    from html import escape
    from io import BytesIO

    made = BytesIO()
    sheet = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN / 25.4 * 72)
    template(made, **sheet).build([paragraph(escape(words), style) for words in blocks])
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


def child():
    """One of several: says when it is warm; then prints as many as each line says, and answers with what that took."""
    prepare()
    make = contestants()["ours"]
    make()
    print("READY", flush=True)
    for line in sys.stdin:
        spent, begun = processor(), time.perf_counter()
        for _ in range(int(line)):
            make()
        print("DONE", time.perf_counter() - begun, processor() - spent, memory(), flush=True)


def processor():
    """Seconds of it that this process and its printer have taken so far."""
    from records.paper import pressroom

    said = Path(f"/proc/{pressroom._running().process.pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


def started():
    command = [sys.executable, __file__, "--child"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    process = subprocess.Popen(command, cwd=ROOT, **pipes)
    while (line := process.stdout.readline()) != "READY\n":
        if not line:
            raise RuntimeError("one of the processes did not start")
    return process


def together(processes, many):
    """Documents a second of so many between them, the processor time of one in ms, and MiB of the larger printer."""
    begun = time.perf_counter()
    for process in processes:
        process.stdin.write(f"{many // len(processes)}\n")
        process.stdin.flush()
    said = [process.stdout.readline().split() for process in processes]
    if any(words[:1] != ["DONE"] for words in said):
        raise RuntimeError("one of the processes ended early")
    spent = sum(float(words[2]) for words in said) / many * 1000
    return many / (time.perf_counter() - begun), spent, max(float(words[3]) for words in said)


def one_and_two():
    """What one and two do, in turns, so that what else the machine does falls on both."""
    processes = [started(), started()]
    try:
        said = {1: [], 2: []}
        for turn in range(TURNS):
            for number in random.sample([1, 2], 2):
                said[number].append(together(processes[turn % 2 :][:1] if number == 1 else processes, MANY // TURNS))
        return said[1], said[2]
    finally:
        for process in processes:
            process.communicate()


def main():
    try:
        prepare()
        makers = contestants()
        lengths = {name: pages(make()) for name, make in makers.items()}
        if set(lengths.values()) != {2}:
            raise RuntimeError(f"each should have two pages: {lengths}")
        times = measure(makers)
        rate, held = throughput(makers["ours"])
        ones, twos = one_and_two()
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
    gain = statistics.median(two[0] / one[0] for one, two in zip(ones, twos, strict=True))
    (one, lone, _), (two, shared, largest) = (
        [statistics.median(part) for part in zip(*said, strict=True)] for said in (ones, twos)
    )
    print(f"two processes {two:.1f} a second, one {one:.1f}: {gain:.2f} times (goal: at least {TWICE});")
    print(f"       a document takes {lone:.0f} ms of the processor by one, {shared:.0f} by two")
    print(f"       the larger printer {largest:.0f} MiB; load of the machine: {os.getloadavg()[0]:.1f}")
    return 0 if ratio <= GOAL and grown <= GROWTH and gain >= TWICE else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        sys.exit(child())
    sys.exit(main())
