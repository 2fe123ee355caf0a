"""Forms look alike, say what to do, lose nothing that was typed, and ask only what arises."""

from datetime import date, datetime

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from springfield.forms import problems_of, sections_of
from springfield.gallery import EveryQuestion


class Seen(forms.Form):
    reveals = {"who": ("seen", "yes"), "how": ("sure", True)}

    seen = forms.ChoiceField(label="Seen?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect)
    who = forms.CharField(label="Who?")
    sure = forms.BooleanField(label="I am sure", required=False)
    how = forms.CharField(label="How do you know?")


class When(forms.Form):
    day = forms.DateField(label="Date of birth")
    at = forms.DateTimeField(label="When did it happen?", required=False)


class Words(forms.Form):
    words = forms.CharField(label="What happened", max_length=20, widget=forms.Textarea, help_text="Only what you saw.")
    name = forms.CharField(label="Name", required=False)


def boxes(name, day="", month="", year="", **more):
    parts = {"day": day, "month": month, "year": year} | more
    return {f"{name}_{part}": value for part, value in parts.items()}


def test_a_plain_form_is_drawn_with_the_summary_the_label_the_hint_and_the_error_tied_to_its_box():
    html = str(Words({"words": ""}))
    assert 'class="govuk-error-summary"' in html
    assert '<a href="#id_words">Fill in “What happened”.</a>' in html
    assert 'aria-describedby="id_words_helptext id_words_error id_words-info"' in html
    assert 'id="id_words_helptext">Only what you saw.' in html


def test_an_untouched_form_has_no_summary_and_no_error():
    html = str(Words())
    assert "govuk-error" not in html
    assert "There is a problem" not in html


def test_a_question_that_may_be_left_out_says_so_and_one_that_must_be_answered_does_not():
    html = str(Words())
    assert html.count("(optional)") == 1
    assert "required" not in html  # the browser must not stop a form before the server can say what to do


def test_every_kind_of_question_is_named_for_those_who_cannot_see_it():
    html = str(EveryQuestion())
    for name in ["name", "words", "short", "scan", "sure", "password", "known_0", "who_2", "born_on_day"]:
        assert f'for="id_{name}"' in html
        assert f'id="id_{name}"' in html


def test_what_is_wrong_is_said_in_the_order_of_the_questions():
    class InParts(Seen):
        sections = {"Whether": ["sure"], "What was seen": ["seen"]}

    form = InParts({"sure": "on", "seen": "yes"})
    assert [target for target, _ in problems_of(form)] == ["id_how", "id_who"]


@pytest.mark.parametrize("kind", ["ChoiceField", "CharField", "DateField", "BooleanField"])
def test_no_question_is_refused_in_the_words_of_a_programmer(kind):
    form = type("Asks", (forms.Form,), {"it": getattr(forms, kind)(label="Your answer")})({})
    assert problems_of(form) == [(form["it"].target, form["it"].errors[0])]
    assert "This field is required" not in str(form.errors)


def test_words_of_a_form_s_own_are_kept():
    assert EveryQuestion({}).errors["danger"] == ["Say whether anyone is in danger now."]


def test_too_long_an_answer_is_given_back_whole_with_how_much_is_too_much():
    form = Words({"words": "x" * 25})
    assert form.errors["words"] == ["Use 20 characters or fewer. You have written 25."]
    assert "x" * 25 in str(form)
    assert "maxlength" not in str(form).replace("data-maxlength", "")  # a browser would cut the words off in silence


def test_a_date_is_three_boxes_and_reads_back_as_a_date():
    form = When(boxes("day", "7", "3", "2019"))
    assert form.is_valid()
    assert form.cleaned_data == {"day": date(2019, 3, 7), "at": None}


@pytest.mark.parametrize("month", ["June", "jun", "06", "6"])
def test_a_month_may_be_written_as_people_write_it(month):
    form = When(boxes("day", "7", month, "2019"))
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2019, 6, 7)


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("31", "2", "2019"),
        ("7", "", "2019"),
        ("", "3", ""),
        ("7", "3", "19"),
        ("7", "Elf", "2019"),
        ("٧", "-", "😀"),
    ],
)
def test_a_date_that_is_none_is_refused_and_shown_again_as_it_was_written(day, month, year):
    form = When(boxes("day", day, month, year))
    assert form.errors["day"] == ["Enter a real date, like 27 3 2026."]
    assert [box.value for box in form["day"].boxes] == [day, month, year]


def test_of_a_half_written_date_only_the_empty_box_is_marked():
    form = When(boxes("day", "7", "", "2019"))
    form.is_valid()
    assert [box.label for box in form["day"].boxes if box.is_wrong] == ["Month"]


def test_a_moment_is_a_date_and_a_time_in_this_country():
    form = When(boxes("day", "7", "3", "2019") | boxes("at", "1", "7", "2026", time="14.05"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == datetime(2026, 7, 1, 14, 5, tzinfo=timezone.get_current_timezone())


def test_a_moment_without_its_time_is_asked_again_and_never_becomes_midnight():
    form = When(boxes("day", "7", "3", "2019") | boxes("at", "1", "7", "2026", time=""))
    assert form.errors["at"] == ["Enter a real date and a time, like 27 3 2026 and 14:05."]


def test_a_date_already_known_stands_in_its_boxes():
    form = When(initial={"day": date(2019, 3, 7), "at": datetime(2026, 1, 2, 3, 4)})
    assert [box.value for box in form["day"].boxes] == ["7", "3", "2019"]
    assert [box.value for box in form["at"].boxes] == ["2", "1", "2026", "03:04"]


def test_boxes_kept_from_a_locked_session_are_filled_again():
    form = When(initial=boxes("day", "31", "2", ""))
    assert [box.value for box in form["day"].boxes] == ["31", "2", ""]


def test_a_question_under_an_answer_is_required_only_when_that_answer_is_given():
    assert Seen({"seen": "no"}).is_valid()
    assert Seen({"seen": "yes"}).errors["who"] == ["Fill in “Who?”."]
    assert Seen({"seen": "no", "sure": "on"}).errors["how"] == ["Fill in “How do you know?”."]


def test_what_stands_under_an_answer_not_given_is_not_taken_but_is_not_lost_either():
    form = Seen({"seen": "no", "who": "The neighbour", "sure": "on"})
    assert not form.is_valid()
    assert form.cleaned_data["who"] == ""
    assert 'value="The neighbour"' in str(form)


def test_what_is_asked_under_an_answer_is_drawn_inside_that_answer_and_nowhere_else():
    assert [question.name for section in sections_of(Seen()) for question in section.questions] == ["seen", "sure"]
    assert str(Seen()).count('name="who"') == 1


def test_a_question_whose_answer_is_no_longer_asked_for_is_asked_by_itself():
    form = Seen({"who": ""})
    del form.fields["seen"]
    assert form.errors["who"]
    assert str(form).count('name="who"') == 1


def test_questions_come_in_the_order_of_their_sections_the_loose_ones_first():
    titles = [section.title for section in sections_of(EveryQuestion())]
    assert titles == ["", "Words", "When and what"]


def test_two_short_answers_stand_side_by_side_and_three_do_not():
    form = EveryQuestion()
    assert form["staff"].is_inline
    assert not form["danger"].is_inline
    assert not form["known"].is_inline  # one of its answers opens another question


def test_the_label_of_the_one_question_of_a_page_is_its_heading():
    class One(Words):
        heading = "words"

    assert str(One()).count("<h1") == 1
    assert "<h1" not in str(Words())


def test_a_password_is_never_written_back_into_the_page():
    assert "hunter2" not in str(EveryQuestion({"password": "hunter2"}))


def test_what_somebody_typed_never_becomes_part_of_the_page():
    form = EveryQuestion({"name": "<script>alert(1)</script>", "born_on_day": '"><b>'})
    assert "<script>" not in str(form)
    assert '"><b>' not in str(form)


def test_a_file_question_takes_a_file_and_the_form_says_so():
    form = EveryQuestion({}, {"scan": SimpleUploadedFile("page.png", b"x")})
    assert form.is_multipart()
    assert "scan" not in form.errors
