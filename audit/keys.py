"""The files in which private keys are kept: for this service only, whole or not at all, read again when replaced."""

import os
import tempfile
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_private_key


class KeyUnusable(RuntimeError):
    """A key is missing or cannot be used; the message says what to put where."""


def private_key(path: Path) -> PrivateKeyTypes:
    """The private key in this file (PEM, without a password). Raises KeyUnusable."""
    return _key(path, contents(path))


def contents(path: Path) -> bytes:
    """What is in the file, if it is kept as a key must be. Raises KeyUnusable."""
    if path.stat().st_mode & 0o077:
        raise KeyUnusable(f"Others on this machine can read {path}: give it mode 0600.")
    return path.read_bytes()


@lru_cache(maxsize=8)
def _key(path: Path, data: bytes) -> PrivateKeyTypes:
    try:
        return load_pem_private_key(data, password=None)
    except (ValueError, TypeError) as broken:
        raise KeyUnusable(f"{path} holds no private key that can be used without a password.") from broken


def keep(path: Path, data: bytes, *, replace: bool = False) -> None:
    """Put a file there whole or not at all, for this service only. Unless it may be replaced, the first one stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mkstemp gives mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            os.replace(draft, path)
        else:
            os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink(missing_ok=True)
