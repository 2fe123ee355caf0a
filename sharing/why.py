"""“Why can I see this?” of a decision about sharing: one sentence to the one who asks, by the rule that opened it."""

from records.models import Folder
from records.why import why_folder
from staff.roles import Can

from .models import Decision


def why_decision(decision, user):
    """The first rule that holds of those by which a decision opens (`Decision.objects.to_look_at`)."""
    if decision.proposed_by_id == user.pk:
        return "You asked for it."
    kept = Folder.objects.open_to(user).filter(kind=Folder.Kind.SAFEGUARDING, decisions__decision=decision)
    if folder := kept.in_order().first():
        return f"It is kept in a safeguarding folder. {why_folder(folder, user)}"
    if Decision.objects.reviewable_by(user).contains(decision):
        return "A second person looks at what one person decided alone or in an emergency, and you may be that person."
    role = next((role for role in user.roles if Can.SEE_SIGNED in role.can), None)
    return f"Your role ({role.title}) looks at every signed decision." if role else ""
