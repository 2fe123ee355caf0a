"""Whether a colleague may live where somebody on record can be found: a lead is told which two, and never where.

By the clock alone, never in the request that locked an address or gave a postcode: nothing about that request, not
even its time, tells anybody that there was somebody to find.
"""

from django.db import transaction

from audit import field_key

from .models import HomeMark, Tie

AT_ONCE = 200


def look():
    """How much was done. Without the field key nothing is, until it is there again."""
    try:
        key = field_key.name_in_use()
    except field_key.KeyUnusable:
        return 0
    done = HomeMark.objects.write_missing(key, AT_ONCE) + HomeMark.objects.forget_older(key)
    return done + sum(_compared(mark) for mark in HomeMark.objects.waiting(key)[:AT_ONCE])


@transaction.atomic
def _compared(mark):
    same = list(HomeMark.objects.same_as(mark).select_related("contact__person", "user"))
    if mark.pk not in [one.pk for one in same if not one.is_compared]:
        return 0  # another clock has it, or it was taken back meanwhile
    HomeMark.objects.filter(pk=mark.pk).update(is_compared=True)
    others = [one for one in same if bool(one.user) != bool(mark.user)]
    pairs = [(one, mark) if one.user else (mark, one) for one in others]
    Tie.suspect_near((one.user, other.contact.person) for one, other in pairs)
    return 1
