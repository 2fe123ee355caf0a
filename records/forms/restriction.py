"""Keeping one entry to named people."""

from django import forms

from staff.models import User

from .asking import SomeOf


class RestrictForm(forms.Form):
    to = SomeOf(
        User.objects.none(),
        label="Who may read it?",
        help_text="Besides its author and the leads. Being named opens the folder to nobody.",
        required=False,
        error_messages={key: "Choose from the colleagues shown." for key in ("invalid_choice", "invalid_pk_value")},
    )
    reason = forms.CharField(
        label="Why only they?",
        help_text="Those who may read the entry read this too.",
        max_length=500,
        error_messages={"required": "Say why. Nothing is kept from colleagues without a reason."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.working_with_people().order_by("first_name", "pk")
        self.fields["to"].label_from_instance = lambda user: f"{user.name}, {user.post}".rstrip(", ")
