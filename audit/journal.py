"""The journal beside the anchors: what was shut or disposed of, line by line, so that no restore opens it again.

It names nobody: the number of the line in the ledger, what kind of act it was, and which rows (their ids). Each line is
signed with the ledger's key and says which one came before it, so that none can be made up or taken out unseen.

A part of the service says which of its acts are journalled, and how each is done again on rows put back from a backup:

    @shuts(Event.ACCESS_ENDED, "of")              # facts of the trace that are ids, and no others
    def end_the_grant_again(folder, line, *, by): ...

It must be safe to do twice, and may only ever shut: what was opened since is opened by people again. ``folder`` is
what the act was about, None where the backup does not hold it. Disposal registers itself in the same way: ``proof``
gives the proof of its line, which names what was destroyed by ids, and to do it again is to destroy that again.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from django.apps import apps
from django.db import connection, models, transaction

from . import anchors, ledger, stream
from .appendonly import one_at_a_time
from .canonical import canonical
from .checkpoint import known_keys, signing_key
from .models import Leaf, Trace
from .stream import Line

NAME = "journal.jsonl"


class BadJournal(ValueError):
    """A line was changed, made up or taken out; the message says which."""


@dataclass(frozen=True)
class Shutting:
    """``facts``: what of a trace's facts goes into the journal; ``again``: does the act again after a restore.

    ``proof``: what more of the trace goes in, as names and ids.
    """

    facts: tuple[str, ...]
    again: Callable[..., None]
    proof: Callable[[Trace], dict[str, Any]] | None = None

    def said_of(self, trace: Trace) -> dict[str, Any]:
        said = {name: trace.facts[name] for name in self.facts if name in trace.facts}
        return said | ({"proof": self.proof(trace)} if self.proof else {})


JOURNALLED: dict[str, Shutting] = {}


def shuts(
    event: str, *facts: str, proof: Callable[[Trace], dict[str, Any]] | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register what is journalled, and how it is done again."""

    def decorate(again: Callable[..., None]) -> Callable[..., None]:
        JOURNALLED[str(event)] = Shutting(facts, again, proof)
        return again

    return decorate


def beside(anchor_file: Path) -> Path:
    return anchor_file.with_name(NAME)


def written(place: Path) -> dict[str, int]:
    """Append, beside these anchors, what was numbered since. Says for the next anchor how far the journal is:

    ``last``: the number of its last line; ``to``: the line of the ledger up to which nothing else was shut.
    """
    with transaction.atomic():
        one_at_a_time(connection)  # of two clocks that strike together the second finds what the first wrote
        return _written(place)


def _written(place: Path) -> dict[str, int]:
    line, before = stream.last(beside(place)), (stream.last(place) or {}).get("journal", {})
    last = line["seq"] if line else 0
    since = anchors.grown_anew_from(place)
    since, to = max(last, before.get("to", 0)) if since is None else since, ledger.size()
    new = list(_lines(_acts(since, to), last))
    if new:
        stream.append(beside(place), new)
    return {"last": new[-1]["seq"] if new else last, "to": to}


def _acts(since: int, to: int) -> Iterator[tuple[Leaf, Trace]]:
    leaves = list(Leaf.objects.filter(seq__gt=since, seq__lte=to, kind__in=[*JOURNALLED]).order_by("seq"))
    traces = Trace.objects.in_bulk([leaf.row for leaf in leaves])
    return ((leaf, traces[leaf.row]) for leaf in leaves if leaf.row in traces)


def _lines(acts: Iterable[tuple[Leaf, Trace]], after: int) -> Iterator[Line]:
    for leaf, trace in acts:
        facts = JOURNALLED[leaf.kind].said_of(trace)
        line = {"about": trace.about, "after": after, "facts": facts, "kind": leaf.kind, "seq": leaf.seq}
        line |= {"at": trace.moment, "within": trace.within}
        yield line | {"signature": b64encode(signing_key().sign(canonical(line))).decode()}
        after = leaf.seq


def since(size: int, path: Path) -> list[Line]:
    """What was shut after the ledger had this size, in order, every line found to be ours. Raises BadJournal."""
    found, before = [], None
    for line in stream.read(path) if path.exists() else ():
        _check(line)
        if before is not None and line["after"] != before:
            raise BadJournal(f"Of the journal a line before {line['seq']} is missing.")
        before = line["seq"]
        found += [line] if line["seq"] > size else []
    return found


def _check(line: Line) -> None:
    said = {name: value for name, value in line.items() if name != "signature"}
    for key in known_keys():
        try:
            key.verify(b64decode(line["signature"], validate=True), canonical(said))
        except (InvalidSignature, NotBase64, KeyError):
            continue
        return
    raise BadJournal(f"Line {line.get('seq')} of the journal is not signed by the key of this ledger.")


def done_again(line: Line, *, by: Any) -> None:
    """Shut it again. Raises BadJournal for an act that this edition does not know; nothing is passed over."""
    if line["kind"] not in JOURNALLED:
        raise BadJournal(f"This edition does not know how {line['kind']} is done again.")
    JOURNALLED[line["kind"]].again(row_of(line["about"]), line, by=by)


def row_of(key: str) -> models.Model | None:
    """The row that a trail calls by this name, if it is here."""
    label, _, name = key.partition(":")
    model = apps.get_model(label)
    by = "public_id" if any(field.name == "public_id" for field in model._meta.fields) else "pk"
    return model._base_manager.filter(**{by: name}).first()
