"""The safety and welfare statement, without which nothing is decided (S-13, H-18)."""

from .fields import DraftForm, words


class WelfareForm(DraftForm):
    welfare = words(
        "What do this person’s safety and welfare ask for?",
        help_text="Before anything about rules: what is good for them, and what would protect them?",
        error="Say what their safety and welfare ask for. Nothing is decided without it.",
    )
    if_nothing = words(
        "What may happen if nothing is shared?",
        rows=2,
        help_text="Say so too if nothing would be lost by waiting.",
        error="Say what may happen if nothing is shared, or that nothing would be lost.",
    )
    others_at_risk = words(
        "Who else is or may be at risk?",
        rows=2,
        help_text="Brothers and sisters, an unborn child, a partner, others. Write “nobody” if there is nobody.",
        error="Name who else may be at risk, or write “nobody”.",
    )
    could_be_harmed = words(
        "Whom could sharing it harm?",
        rows=2,
        help_text="Somebody whose address it gives away, or who would be blamed. Write “nobody” if there is nobody.",
        error="Name anybody whom sharing could harm, or write “nobody”.",
    )

    def __init__(self, *args, draft, initial=None, **kwargs):
        super().__init__(*args, draft=draft, initial={**draft.said("welfare"), **(initial or {})}, **kwargs)
