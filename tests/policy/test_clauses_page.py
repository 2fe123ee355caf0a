"""The page that says where each clause is kept is drawn from the marks on the tests."""

from pathlib import Path

from tests.clauses_page import page

KEPT = Path(__file__).parents[2] / "docs" / "clauses.md"


def test_it_says_what_the_tests_are_marked_with():
    assert KEPT.read_text("utf-8") == page(), "run: python -m tests.clauses_page > docs/clauses.md"
