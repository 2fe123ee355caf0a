"""Who looks into a concern about somebody who works here: never that person, and somebody always (H-31)."""

from policy import packs
from staff import notices
from staff.models import User
from staff.roles import BY_KEY, Deputy


def keepers(about_staff, group):
    """The roles that look into a concern about somebody who works here: the pack's order, where others hold them.

    One that names nobody with an account goes the way of one about a lead: past every lead. Where nobody in the
    pack's order is there, whoever else decides keeps it, so that no concern is lost.
    """
    orders = packs.current().staff_concerns
    order = [BY_KEY[key] for key in orders.get(_standing(about_staff), orders["lead"])]
    for roles in (order, [Deputy, notices.LEADS[group], *notices.LEADS.values()]):
        held = [
            role for role in roles if User.objects.in_role(role).exclude(pk=about_staff and about_staff.pk).exists()
        ]
        if held:
            return held
    return order[-1:]


def _standing(about_staff):
    """Only an ordinary worker's concern may go to a deputy; whoever decides is passed over with their equals."""
    return "worker" if about_staff and not about_staff.decides else "lead"
