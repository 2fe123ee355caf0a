"""Which organisation an entry came from, and on what conditions; and their permission to share it onward."""

from django import forms

from records.models import Agency, Received

from .asking import OneOf, not_in_the_future, seen
from .telling import day_to_look


class ReceivedForm(forms.Form):
    agency = OneOf(Agency.objects.none(), label="Which organisation?", empty_label="Choose")
    received_on = forms.DateField(label="When did we receive it?", validators=[not_in_the_future])
    conditions = forms.CharField(
        label="What do they ask of us?", help_text="“For the review on Friday only.”", max_length=500, required=False
    )
    lock = forms.ChoiceField(
        label="May we share it onward?",
        choices=Received.Lock.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it may go on from here. If they did not say: ask them first."},
    )
    review_on = day_to_look()

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.open_to(by).order_by("name", "pk")


class PermitForm(forms.Form):
    who = forms.CharField(label="Who there said yes?", max_length=200)
    on = forms.DateField(label="When?", validators=[not_in_the_future])
    how = forms.CharField(label="How did you ask, and what did they say?", max_length=300)


class SourceReviewForm(forms.Form):
    seen = seen()
    words = forms.CharField(
        label="What did you find?",
        help_text="Do we still need it? Do their conditions still fit? “Asked the health visitor: still right.”",
        max_length=300,
        error_messages={"required": "Say what you found."},
    )
    review_on = day_to_look()
