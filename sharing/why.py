"""“Why can I see this?” of a decision about sharing: one sentence to the one who asks, by the rule that opened it."""

from records.models import Folder
from records.why import why_folder
from staff.roles import Can

from .models import Decision


def why_decision(decision, user):
    """The first rule that holds of those by which a decision opens (`Decision.objects.to_look_at`)."""
    if decision.proposed_by_id == user.pk:
        return "You asked for it."
    if folder := _kept_in(decision, user):
        where = "with what is written about a colleague" if decision.apart_id else "in a safeguarding folder"
        return f"It is kept {where}. {why_folder(folder, user)}"
    if Decision.objects.reviewable_by(user).contains(decision):
        return "A second person looks at what one person decided alone or in an emergency, and you may be that person."
    if not decision.is_signed:
        return ""
    role = next((role for role in user.roles if Can.SEE_SIGNED in role.can), None)
    return f"Your role ({role.title}) looks at every signed decision." if role else ""


def _kept_in(decision, user):
    opened = Folder.objects.open_to(user)
    if decision.apart_id:
        return opened.filter(pk=decision.apart_id).first()
    return opened.filter(kind=Folder.Kind.SAFEGUARDING, decisions__decision=decision).in_order().first()
