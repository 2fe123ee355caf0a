"""The sheet that says in plain words what is asked, in several languages and in easy words; and how to ask.

An organisation's own file of the same name, in the folder of its pack, comes before the one here. Another language is
`words.cy.toml` with a plain and an easy sheet for each kind of permission, `sheet.cy.md` and `easy.cy.md` for sharing,
`photographs.cy.md` and `photographs.easy.cy.md` and so on for the others, whose things each pack puts into words itself
(`things.cy.toml`). For a kind of permission a language is offered once all of that is there.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from policy.pack import Pack
from policy.reader import PackError
from policy.text import Block, blocks

HERE = Path(__file__).parent
SHARING = "sharing"
LETTERS = ("shared", "not_shared")
DRAWN = re.compile(r"\[([a-z ]+)\] ")  # which pictures stand beside a heading, by their names


@dataclass(frozen=True)
class Words:
    """What a language calls itself, and what it calls the purposes, kinds of information and kinds of agency."""

    name: str
    purposes: Mapping[str, str]
    information: Mapping[str, str]
    kinds: Mapping[str, str] = field(default_factory=dict)
    checked_on: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)  # at the door of a link; in English where it has none


@dataclass(frozen=True)
class Piece:
    """One piece of a sheet, and the simple pictures drawn beside it (templates/consent/_picture.html)."""

    block: Block
    pictures: tuple[str, ...] = ()


def languages(pack: Pack, permission: str = SHARING) -> dict[str, str]:
    """In what the sheet of one kind of permission can be given: code and name, English first."""
    found = {path.name.split(".")[1] for folder in (HERE, pack.folder) for path in folder.glob("words.*.toml")}
    whole = [code for code in sorted(found) if _is_whole(pack, permission, code)]
    return {"en": "English", **{code: words(pack, code).name for code in whole}}


def _is_whole(pack: Pack, permission: str, code: str) -> bool:
    written = all(_path(pack, _name(permission, easy, code)) for easy in (False, True))
    return written and pack.permissions.get(permission, {}).keys() <= things(pack, permission, code).keys()


def _name(permission: str, easy: bool, language: str) -> str:
    """How the file is called, of which each of the three may leave a part out."""
    kind = ["easy"] * easy or ["sheet"] if permission == SHARING else [permission, *["easy"] * easy]
    return ".".join([*kind, *[language] * (language != "en"), "md"])


def things(pack: Pack, permission: str, language: str) -> Mapping[str, Mapping[str, str]]:
    """What is asked besides sharing, as this pack says it in that language: words and explain, by the thing."""
    if language == "en":
        known = pack.permissions.get(permission, {})
        return {key: {"words": thing.words, "explain": thing.explain} for key, thing in known.items()}
    path = _path(pack, f"things.{language}.toml")
    return _things_in(path).get(permission, {}) if path else {}


@cache
def _things_in(path: Path) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


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


def sheet(pack: Pack, language: str, *, easy: bool, permission: str = SHARING, **said: str) -> tuple[Piece, ...]:
    """The sheet about one question; ``said``: what goes into its places, in words of that language."""
    text = _filled(_text(pack, _name(permission, easy, language)), said)
    return tuple(_piece(block) for block in blocks(text))


def letter(pack: Pack, language: str, kind: str, **said: str) -> tuple[Block, ...]:
    """What the person or the family is told of a decision; ``kind``: `shared` or `not_shared`."""
    name = ".".join([kind, *[language] * (language != "en"), "md"])
    return blocks(_filled(_text(pack, name), said))


def _filled(text: str, said: Mapping[str, str]) -> str:
    for place, value in said.items():
        text = text.replace(f"{{{place}}}", " ".join(value.split()))
    return text


def _piece(block: Block) -> Piece:
    drawn = DRAWN.match(block.text) if block.kind == "heading" else None
    if drawn is None:
        return Piece(block)
    return Piece(replace(block, text=block.text[drawn.end() :]), tuple(drawn[1].split()))


def letter_languages(pack: Pack) -> dict[str, str]:
    """What such a letter can be given in: English first, then every language that has both letters and its words."""
    known = languages(pack).items()
    return {code: name for code, name in known if code == "en" or all(_path(pack, f"{k}.{code}.md") for k in LETTERS)}


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
