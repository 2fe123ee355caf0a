"""Two versions of a text side by side: nothing that was written is lost on the way, and only what changed is marked."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from records import comparison
from records.comparison import Piece, side_by_side

WORDS = st.lists(st.sampled_from(["He", "said", "no", ",", ".", " ", "\n", "é", "👩‍🏫", "<b>"]), max_size=40).map(
    "".join
)
TEXTS = st.one_of(WORDS, st.text(max_size=80))


def text(pieces, *fates):
    return "".join(piece.text for piece in pieces if piece.fate in fates)


@given(TEXTS, TEXTS)
@example("", "")
@example("a", "")
@example("a b", "a\tb")
def test_no_word_is_lost_on_either_side(older, newer):
    left, right = side_by_side(older, newer)
    assert text(left, "kept", "gone") == older
    assert text(right, "kept", "new") == newer


@given(TEXTS, TEXTS)
def test_what_stayed_is_the_same_on_both_sides_and_nothing_else_is_left_over(older, newer):
    left, right = side_by_side(older, newer)
    assert text(left, "kept") == text(right, "kept")
    assert {piece.fate for piece in left} <= {"kept", "gone"}
    assert {piece.fate for piece in right} <= {"kept", "new"}


@given(TEXTS)
def test_a_text_beside_itself_has_nothing_marked(words):
    assert side_by_side(words, words) == ([Piece("kept", words)] * bool(words),) * 2


@given(TEXTS, TEXTS)
def test_two_pieces_of_one_fate_never_follow_each_other(older, newer):
    for pieces in side_by_side(older, newer):
        assert all(one.fate != next_one.fate for one, next_one in zip(pieces, pieces[1:], strict=False))


def test_only_the_word_that_changed_is_marked():
    left, right = side_by_side("He came in a red coat, cold.", "He came in a blue coat, cold.")
    assert left == [Piece("kept", "He came in a "), Piece("gone", "red"), Piece("kept", " coat, cold.")]
    assert right == [Piece("kept", "He came in a "), Piece("new", "blue"), Piece("kept", " coat, cold.")]


@pytest.mark.parametrize("most", [0, 1, 4])
@given(older=TEXTS, newer=TEXTS)
def test_however_long_texts_are_compared_nothing_is_lost(most, older, newer):
    kept, comparison.MOST = comparison.MOST, most
    try:
        left, right = side_by_side(older, newer)
    finally:
        comparison.MOST = kept
    assert (text(left, "kept", "gone"), text(right, "kept", "new")) == (older, newer)


def test_long_texts_that_have_little_in_common_do_not_hold_the_page_up():
    older = " ".join(f"word{number % 9}" for number in range(20_000))
    newer = " ".join(f"word{number % 7}" for number in range(20_000))
    began = time.monotonic()
    side_by_side(older, newer)
    assert time.monotonic() - began < 2


def test_neighbouring_words_that_changed_are_marked_in_one_piece():
    left, right = side_by_side("He wore one red coat at the gate.", "He wore one blue hat at the gate.")
    assert left == [Piece("kept", "He wore one "), Piece("gone", "red coat"), Piece("kept", " at the gate.")]
    assert right == [Piece("kept", "He wore one "), Piece("new", "blue hat"), Piece("kept", " at the gate.")]


def test_sentences_that_share_no_more_than_a_few_small_words_are_marked_whole():
    older, newer = "The lead decides whether and when, and says so.", "Tell the parents before, and give your reason."
    assert side_by_side(older, newer) == ([Piece("gone", older)], [Piece("new", newer)])
