"""Long words, such as the notice, as headings, paragraphs and lists a page can lay out. Never HTML."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Block:
    """One piece of a text. A heading or paragraph has `text`; a list has `items`; a heading has a `level` from 1."""

    kind: Literal["heading", "paragraph", "list"]
    text: str = ""
    items: tuple[str, ...] = ()
    level: int = 0


def blocks(text: str) -> tuple[Block, ...]:
    """An empty line parts pieces; `#` starts a heading, `-` an item. Everything else is words, marks and all."""
    pieces = ("\n" + text.replace("\r\n", "\n")).split("\n\n")
    return tuple(_block(piece.strip()) for piece in pieces if piece.strip())


def _block(piece: str) -> Block:
    marks, _, words = piece.partition(" ")
    if marks.strip("#") == "" and words and "\n" not in piece:
        return Block("heading", text=words.strip(), level=len(marks))
    if piece.startswith("- "):
        return Block("list", items=tuple(_joined(item) for item in ("\n" + piece).split("\n- ")[1:]))
    return Block("paragraph", text=_joined(piece))


def _joined(lines: str) -> str:
    return " ".join(lines.split())
