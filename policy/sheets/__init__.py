"""The sheet that says in plain words what is asked, in several languages and in easy words; and how to ask.

An organisation's own file of the same name, in the folder of its pack, comes before the one here. Another language is
three files: `sheet.cy.md`, `easy.cy.md` and `words.cy.toml`. It is offered once all three are there.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from policy.pack import Pack
from policy.reader import PackError
from policy.text import Block, blocks

HERE = Path(__file__).parent
KINDS = ("sheet", "easy")


@dataclass(frozen=True)
class Words:
    """What a language calls itself, and what it calls the purposes, kinds of information and kinds of agency."""

    name: str
    purposes: Mapping[str, str]
    information: Mapping[str, str]
    kinds: Mapping[str, str] = field(default_factory=dict)
    checked_on: str = ""


def languages(pack: Pack) -> dict[str, str]:
    """What the sheet can be given in: code and name, English first."""
    found = {path.name.split(".")[1] for folder in (HERE, pack.folder) for path in folder.glob("words.*.toml")}
    whole = [code for code in sorted(found) if all(_path(pack, f"{kind}.{code}.md") for kind in KINDS)]
    return {"en": "English", **{code: words(pack, code).name for code in whole}}


def words(pack: Pack, language: str) -> Words:
    """Raises PackError where nobody has put the words into that language."""
    if language == "en":
        return Words("English", pack.purposes, pack.information)
    path = _path(pack, f"words.{language}.toml")
    if path is None:
        raise PackError(f"words.{language}.toml", "", "this file is missing")
    return _words_in(path)


@cache
def _words_in(path: Path) -> Words:
    return Words(**tomllib.loads(path.read_text(encoding="utf-8")))


def sheet(pack: Pack, language: str, *, easy: bool, **said: str) -> tuple[Block, ...]:
    """The sheet about one question; ``said``: whom, what and why, in words of that language."""
    kind = KINDS[easy]
    text = _text(pack, f"{kind}.md" if language == "en" else f"{kind}.{language}.md")
    for place, value in said.items():
        text = text.replace(f"{{{place}}}", " ".join(value.split()))
    return blocks(text)


def guide(pack: Pack) -> tuple[Block, ...]:
    """How to ask, for the worker."""
    return blocks(_text(pack, "asking.md"))


def _text(pack: Pack, name: str) -> str:
    path = _path(pack, name)
    if path is None:
        raise PackError(name, "", "this file is missing")
    return path.read_text(encoding="utf-8")


def _path(pack: Pack, name: str) -> Path | None:
    return next((path for path in (pack.folder / name, HERE / name) if path.is_file()), None)
