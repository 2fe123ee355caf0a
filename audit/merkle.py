"""The tree over everything that was recorded: RFC 6962, section 2.1 (RFC 9162 keeps it).

Hashes are 32 bytes of SHA-256; a leaf is hashed with a zero byte before it, a node with a one byte, so that neither
can pass for the other. Positions count from zero. Nothing here knows what a leaf says.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


@dataclass
class Frontier:
    """The right edge of a growing tree: enough to append and to know the root, and never more than 64 hashes.

    ``edge`` holds the roots of the full subtrees, largest first: one for each bit that is set in ``size``.
    """

    size: int = 0
    edge: list[bytes] = field(default_factory=list)

    def extend(self, leaves: Iterable[bytes]) -> "Frontier":
        size, edge = self.size, self.edge
        for node in leaves:
            rest, size = size, size + 1
            while rest & 1:
                node = sha256(b"\1" + edge.pop() + node).digest()
                rest >>= 1
            edge.append(node)
        self.size = size
        return self

    @property
    def root(self) -> bytes:
        if not self.edge:
            return EMPTY
        *others, node = self.edge
        for left in reversed(others):
            node = node_hash(left, node)
        return node

    def packed(self) -> bytes:
        return b"".join(self.edge)

    @classmethod
    def unpacked(cls, size: int, data: bytes) -> "Frontier":
        """The frontier that `packed` gave. Raises ValueError when there are not as many hashes as that size has."""
        if len(data) != 32 * size.bit_count():
            raise ValueError(f"A tree of {size} leaves has {size.bit_count()} full parts, not {len(data) / 32:g}.")
        return cls(size, [data[start : start + 32] for start in range(0, len(data), 32)])


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes."""
    return Frontier().extend(leaves).root


def inclusion(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """What proves that the leaf at this place is in the tree of all these leaf hashes, nearest first (2.1.1)."""
    if not 0 <= place < len(leaves):
        raise IndexError(f"There is no leaf {place} among {len(leaves)}.")
    return [root_of(leaves[start:stop]) for start, stop in siblings(place, len(leaves))]


def siblings(place: int, size: int) -> Iterator[tuple[int, int]]:
    """The parts of the tree beside the way from one leaf to the root, nearest first."""
    parts, start, stop = [], 0, size
    while stop - start > 1:
        middle = split(start, stop)
        parts.append((middle, stop) if place < middle else (start, middle))
        start, stop = (start, middle) if place < middle else (middle, stop)
    return reversed(parts)


def split(start: int, stop: int) -> int:
    """Where a part of at least two leaves divides: after the largest power of two that is less than its length."""
    return start + (1 << (stop - start - 1).bit_length() - 1)


def root_from(leaf: bytes, place: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that a tree of this size must have if the proof is right (RFC 9162, 2.1.3.2). Raises ValueError."""
    if not 0 <= place < size:
        raise ValueError(f"There is no place {place} in a tree of {size}.")
    node, last, rest = leaf, size - 1, list(proof)
    while last:
        if place & 1 or place == last:
            if not rest:
                raise ValueError("The proof is too short.")
            node = node_hash(rest.pop(0), node)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            if not rest:
                raise ValueError("The proof is too short.")
            node = node_hash(node, rest.pop(0))
        place, last = place >> 1, last >> 1
    if rest:
        raise ValueError("The proof is too long.")
    return node
