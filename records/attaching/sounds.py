"""A recording is kept as it came, without what the telephone wrote into it: where, when and by whom it was made.

Done in the process of examiner.py.
"""

import struct
from collections.abc import Iterator

from .kinds import Unfit

BROKEN = "it cannot be opened as a recording. Record it again, or write down what is said in it."
A_FILM = "it is a film. Attach a picture of the moment that matters, or write down what is seen in it."
HOLDS = {b"moov", b"trak", b"mdia"}
SAYS = {b"udta", b"meta", b"uuid"}  # what a telephone writes about itself


def bare(data: bytes, key: str) -> bytes:
    """The sound alone, as far as its kind keeps apart what is said about it. Raises Unfit."""
    try:
        made = {"mp3": _mp3, "m4a": _m4a, "wav": _wav, "ogg": _ogg}[key](data)
    except (struct.error, IndexError, ValueError) as broken:
        raise Unfit(BROKEN) from broken
    return made


def _mp3(data: bytes) -> bytes:
    """Without the tags before and after it; what is left begins with a frame."""
    while data[:3] == b"ID3":
        size = sum((data[6 + place] & 0x7F) << 7 * (3 - place) for place in range(4))
        data = data[10 + size + 10 * bool(data[5] & 0x10) :].lstrip(b"\0")
    if data[-128:-125] == b"TAG":
        data = data[:-128]
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0 or data[1] & 0x06 == 0:
        raise Unfit(BROKEN)
    return data


def _wav(data: bytes) -> bytes:
    """Its shape and its sound; every other part is left out."""
    parts: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        parts.setdefault(name, data[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    if data[8:12] != b"WAVE" or len(parts.get(b"fmt ", b"")) < 16 or not parts.get(b"data"):
        raise Unfit(BROKEN)
    body = b"WAVE" + b"".join(
        name + struct.pack("<I", len(parts[name])) + parts[name] + b"\0" * (len(parts[name]) % 2)
        for name in (b"fmt ", b"data")
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _ogg(data: bytes) -> bytes:
    if b"OpusHead" not in data[:64] and b"\x01vorbis" not in data[:64]:
        raise Unfit(A_FILM if b"theora" in data[:256] else BROKEN)
    return data


def _m4a(data: bytes) -> bytes:
    """Sound and no film. What is said about it becomes empty room of the same size, so that nothing else moves."""
    made, tracks = bytearray(data), set()
    for name, start, end in _boxes(data, 0, len(data)):
        if name in SAYS:
            made[start + 4 : start + 8] = b"free"
            made[start + 8 : end] = bytes(end - start - 8)
        if name == b"hdlr":
            tracks.add(data[start + 16 : start + 20])
    if b"vide" in tracks:
        raise Unfit(A_FILM)
    if b"soun" not in tracks:
        raise Unfit(BROKEN)
    return bytes(made)


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of the file: name, where it begins and ends; inside those that hold others too."""
    while at + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        size = size or end - at
        if size < head or at + size > end:
            raise Unfit(BROKEN)
        yield name, at, at + size
        if name in HOLDS:
            yield from _boxes(data, at + head, at + size)
        at += size
