"""A question that is asked of the database again and again: what it costs to word it is paid once.

Django puts a query together anew each time it is asked, which for one with ten tables takes longer than the answer.
Here the query is written as any other, with a blank for whatever changes, and its SQL is kept.
"""

from collections.abc import Callable, Sequence
from threading import local
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import ForeignKey, QuerySet, Value
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.query import get_related_populators


class Blank(Value):
    """What is filled in when the question is asked; it stands where a value would."""

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared:
    """``build``: gives the queryset, blanks and all. Called with what goes into each blank, it gives its rows."""

    def __init__(self, build: Callable[[], QuerySet]):
        self.build = build
        self.kept = local()  # a connection serves one thread

    def __call__(self, **said) -> list[Any]:
        if not hasattr(self.kept, "words"):
            self.kept.words = _Words(self.build())
        return self.kept.words.ask(said)


class _Words:
    """One queryset, worked out: its SQL, and how each of its rows becomes what Django would have made of it."""

    def __init__(self, queryset: QuerySet):
        self.model, self.compiler = queryset.model, queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.params = self.compiler.as_sql()
        select, columns = self.compiler.select, self.compiler.klass_info["select_fields"]
        self.converters = self.compiler.get_converters([one for one, _, _ in select])
        self.own = slice(columns[0], columns[-1] + 1)
        self.fields = [one.target.attname for one, _, _ in select[self.own]]
        self.related = get_related_populators(self.compiler.klass_info, select, DEFAULT_DB_ALIAS)

    def ask(self, said) -> list[Any]:
        values = [said[one.value] if isinstance(one, Blank) else one for one in self.params]
        with self.compiler.connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            rows = cursor.fetchall()
        return [self._made_of(row) for row in self.compiler.apply_converters(rows, self.converters)]

    def _made_of(self, row: Sequence[Any]):
        made = self.model.from_db(DEFAULT_DB_ALIAS, self.fields, row[self.own])
        for one in self.related:
            one.populate(row, made)
        return made


@ForeignKey.register_lookup
class Among(RelatedIn):
    """As `in`, of a few things found first: PostgreSQL, which weighs eight tables at most against each other, would
    else read every row of a query with more of them before it looks who it is about.
    """

    lookup_name = "among"

    def get_rhs_op(self, connection, rhs):
        return f"= ANY (ARRAY {rhs})" if connection.vendor == "postgresql" else super().get_rhs_op(connection, rhs)
