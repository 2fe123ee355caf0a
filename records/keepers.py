"""Who looks into a concern about somebody who works here, and who keeps a folder apart: never that person (H-31, H-33).

And somebody always: where whoever would is concerned themselves, the policy names the next.
"""

from policy import packs
from staff import notices
from staff.models import Appointment, User
from staff.roles import BY_KEY, Deputy


def keepers(about_staff, group, out=()):
    """The roles that look into a concern about somebody who works here: the pack's order, where others hold them.

    ``out``: the keys of whoever is shut out of what is kept about that colleague.

    One that names nobody with an account goes the way of one about a lead: past every lead. Where nobody in the
    pack's order is there, whoever else decides keeps it, so that no concern is lost.
    """
    orders = packs.current().staff_concerns
    out = [*out, about_staff.pk] if about_staff else out
    order = [BY_KEY[key] for key in orders.get(_standing(about_staff), orders["lead"])]
    for roles in (order, [Deputy, notices.LEADS[group], *notices.LEADS.values()]):
        held = [role for role in roles if User.objects.in_role(role).exclude(pk__in=out).exists()]
        if held:
            return held
    return order[-1:]


def _standing(about_staff):
    """Only an ordinary worker's concern may go to a deputy; whoever decides is passed over with their equals."""
    return "worker" if about_staff and not about_staff.decides else "lead"


def held_roles():
    """Who holds which role today, by the key of the role."""
    held: dict = {}
    for role, user in Appointment.objects.in_force().filter(user__is_active=True).values_list("role", "user"):
        held.setdefault(role, set()).add(user)
    return held


def keepers_of(kind, account, held):
    """The roles that keep a folder of this kind: the policy's; where only whom it is about holds them, the next too."""
    free = [role for role, users in held.items() if users - {account and account.pk}]
    kept_by = list(kind.kept_by)
    if not set(kept_by) & set(free):
        kept_by += [role for role in packs.current().staff_concerns["lead"] if role in free][:1]
    return kept_by


def titles_of(roles):
    return ", ".join(BY_KEY[role].title for role in roles)
