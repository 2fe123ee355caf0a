"""Reading a pack so that a slip of the pen is named, by file and key, before anybody relies on the words."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

T = TypeVar("T")


class PackError(Exception):
    """A pack, or something asked of it, is wrong. The message says which file, which key and what to mend."""

    def __init__(self, file: str, key: str, what: str) -> None:
        super().__init__(f"{file}: {key}: {what}" if key else f"{file}: {what}")


class Table:
    """One table of a TOML file. It is emptied as it is read, so that whatever nobody reads is noticed."""

    def __init__(self, file: str, values: dict[str, Any], at: str = "") -> None:
        self.file, self.at, self._left = file, at, dict(values)

    @classmethod
    def of(cls, path: Path) -> "Table":
        file = f"{path.parent.name}/{path.name}"
        try:
            return cls(file, tomllib.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise PackError(file, "", "this file is missing") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as slip:
            raise PackError(file, "", f"this is not TOML ({slip})") from None

    def wrong(self, key: str, what: str) -> PackError:
        return PackError(self.file, f"{self.at}.{key}".strip("."), what)

    def has(self, key: str) -> bool:
        return key in self._left

    def is_day(self, key: str) -> bool:
        return type(self._left.get(key)) is date

    def take(self, key: str, kind: type[T]) -> T:
        if key not in self._left:
            raise self.wrong(key, "is missing")
        value = self._left.pop(key)
        # TOML knows dates from times and numbers from truth values; `type` keeps them apart where isinstance would not.
        if type(value) is not kind:
            raise self.wrong(key, f"must be {_KINDS[kind]}")
        return value

    def text(self, key: str) -> str:
        words = self.take(key, str).strip()
        if not words:
            raise self.wrong(key, "is empty")
        return words

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        word = self.text(key)
        if word not in allowed:
            raise self.wrong(key, f"must be one of {', '.join(allowed)}")
        return word

    def known_day(self, key: str) -> date:
        return self.take(key, date)

    def day(self, key: str) -> date | None:
        """A date, or None where the policy gives none."""
        return self.take(key, date) if self.has(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        lines = self.take(key, list)
        if not lines or not all(isinstance(line, str) and line.strip() for line in lines):
            raise self.wrong(key, "must be a list of sentences, none of them empty")
        return tuple(line.strip() for line in lines)

    def table(self, key: str) -> "Table":
        return Table(self.file, self.take(key, dict), f"{self.at}.{key}".strip("."))

    def each(self, read: "Callable[[Table, str], T]") -> Mapping[str, T]:
        """Everything left in this table, read one key at a time, in the order it was written."""
        if not self._left:
            raise PackError(self.file, self.at, "is empty")
        return MappingProxyType({key: read(self, key) for key in tuple(self._left)})

    def words(self, key: str) -> Mapping[str, str]:
        return self.table(key).each(Table.text)

    def tables(self, key: str, read: "Callable[[Table, str], T]") -> Mapping[str, T]:
        """A table of tables: `read` makes one thing from each, and each must be read to its end."""
        return self.table(key).each(lambda outer, name: outer.table(name).whole(name, read))

    def rows(self, key: str, read: "Callable[[Table, str], T]") -> tuple[T, ...]:
        """A list of tables, in the order it was written."""
        found = self.take(key, list)
        if not found or not all(isinstance(row, dict) for row in found):
            raise self.wrong(key, "must be a list of tables")
        at = f"{self.at}.{key}".strip(".")
        return tuple(Table(self.file, row, f"{at}[{n}]").whole("", read) for n, row in enumerate(found, start=1))

    def whole(self, name: str, read: "Callable[[Table, str], T]") -> T:
        thing = read(self, name)
        self.finish()
        return thing

    def finish(self) -> None:
        for key in self._left:
            raise self.wrong(key, "is not a key that anything reads")


def tables_of(read: Callable[[Table, str], T]) -> Callable[[Table, str], Mapping[str, T]]:
    return lambda table, key: table.tables(key, read)


def table_of(read: Callable[[Table, str], T]) -> Callable[[Table, str], T]:
    return lambda table, key: table.table(key).whole("", read)


def rows_of(read: Callable[[Table, str], T]) -> Callable[[Table, str], tuple[T, ...]]:
    return lambda table, key: table.rows(key, read)


def each_of(read: Callable[[Table, str], T]) -> Callable[[Table, str], Mapping[str, T]]:
    return lambda table, key: table.table(key).each(read)


_KINDS: dict[type, str] = {
    str: "text in quotation marks",
    list: "a list",
    dict: "a table",
    bool: "true or false",
    int: "a whole number",
    date: "a date, as 2027-05-31",
}
