"""A long text becomes headings, paragraphs and lists; whatever else is in it stays words."""

from policy.packs import Block, blocks


def test_headings_paragraphs_and_lists_are_told_apart():
    assert blocks("# Title\n\nTwo lines\nof one paragraph.\n\n## Part\n\n- one\n- two\n  goes on\n") == (
        Block("heading", text="Title", level=1),
        Block("paragraph", text="Two lines of one paragraph."),
        Block("heading", text="Part", level=2),
        Block("list", items=("one", "two goes on")),
    )


def test_line_ends_of_another_system_make_no_difference():
    assert blocks("# A\r\n\r\n- b\r\n- c\r\n") == blocks("# A\n\n- b\n- c\n")


def test_html_and_stray_marks_stay_words():
    assert blocks("<b>bold</b> *star*\n\n#\n\n#5 is a number") == (
        Block("paragraph", text="<b>bold</b> *star*"),
        Block("paragraph", text="#"),
        Block("paragraph", text="#5 is a number"),
    )


def test_no_words_make_no_blocks():
    assert blocks("") == blocks(" \n\n \n") == ()
