"""Files that are only ever appended to, one JSON object a line, on a disk or host that this service does not own.

A line is on that disk before anything says that it is. One that was cut off by a crash is passed over when read, and
ended when the next one is written.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TAIL = 64 * 1024  # bytes: more than the longest line

Line = dict[str, Any]


def append(path: Path, lines: list[Line]) -> None:
    """Raises OSError; then nothing may be taken as kept."""
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        size = os.fstat(handle).st_size
        broken = size and os.pread(handle, 1, size - 1) != b"\n"
        data = b"\n" * bool(broken) + b"".join(json.dumps(line).encode() + b"\n" for line in lines)
        if os.write(handle, data) != len(data):
            raise OSError(f"{path} took only part of a line.")
        os.fsync(handle)
    finally:
        os.close(handle)


def read(path: Path) -> Iterator[Line]:
    """Every whole line, from the first."""
    with path.open("rb") as file:
        yield from filter(None, map(_line, file))


def last(path: Path) -> Line | None:
    """The last whole line; none where there is no such file yet."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL))
        return next(filter(None, map(_line, reversed(file.read().split(b"\n")))), None)


def _line(data: bytes) -> Line | None:
    try:
        line = json.loads(data)
    except ValueError:
        return None
    return line if isinstance(line, dict) else None
