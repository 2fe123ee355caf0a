"""Where we stand, read slowly and plainly from what happened: what the quick way is compared with."""

from datetime import timedelta

from django.utils import timezone

from .families import ago

CAUTION = ["given", "expired", "none", "withdrawn", "refused", "coerced"]


def age_on(person, on):
    born = person.born_on
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def human(person):
    """Two records of one person are one person."""
    return person.merged_into_id or person.pk


def concerns(row, purpose, information, agency):
    same = row.purpose == purpose and row.information == information
    return same and (row.recipient == agency or row.recipient is None and row.recipient_kind == agency.kind)


def about(assessment, row):
    """Whether it was about what the answer is about; about any service of a kind is about each of them."""
    if (assessment.purpose, assessment.information) != (row.purpose, row.information):
        return False
    if assessment.recipient:
        return assessment.recipient == row.recipient
    return assessment.recipient_kind in (row.recipient_kind, row.recipient.kind if row.recipient else "")


def found(family, row, at, written=0):
    """What was last found of this decision by a moment, of what was written down so many days ago.

    From 16 on only both stages count, before only what the child understands.
    """
    grown, last = age_on(family.person, timezone.localdate(at)) >= 16, None
    for recorded, one in sorted(family.assessments, key=lambda pair: (pair[1].assessed_at, not pair[1].is_able)):
        if recorded >= written and one.assessed_at <= at and about(one, row) and hasattr(one, "impairment") == grown:
            last = one
    return last


def ever_written(family, row):
    """The days on which something was written down after an answer: what showed it wrong once is asked again."""
    return [days for days, _ in family.assessments if ago(days) >= row.answered_at] + [0]


def unable_all_along(family, row, at):
    """From the answer until now nobody found them able, and what it rested on is not due to be looked at again."""
    unable = all(unable_by(family, row, at, written) for written in ever_written(family, row))
    return unable and row.capacity is not None and timezone.localdate(at) <= row.capacity.review_on


def unable_by(family, row, at, written):
    moments = [row.answered_at] + [one.assessed_at for _, one in family.assessments]
    for moment in moments:
        if row.answered_at <= moment <= at:
            last = found(family, row, moment, written)
            if last is None or last.is_able:
                return False
    return True


def limited(family, row, on):
    return any(
        human(order.limited) == human(row.answered_by)
        and order.no_consent
        and order.starts_on <= on
        and (order.ends_on is None or on <= order.ends_on)
        for order in family.orders
    )


def link_holds(family, row, on):
    link = row.relationship
    begun, over = link.starts_on is None or link.starts_on <= on, link.ends_on is not None and link.ends_on <= on
    taken = not link.restriction or row.state == "refused" or row.taken_by_lead
    return begun and not over and taken and not limited(family, row, on)


def was_able(last, age, then):
    """At 16 and over they are presumed able, and found otherwise only while that finding is not due again."""
    return last.is_able if age < 16 else last is None or last.is_able or last.review_on < then


def is_theirs(family, row, at):
    """Whether, by all that is known now, this answer is still its respondent's to have given."""
    on, then = timezone.localdate(at), timezone.localdate(row.answered_at)
    now, past = age_on(family.person, on), age_on(family.person, then)
    if row.footing in ("adult", "young_person"):
        known = [found(family, row, row.answered_at, written) for written in ever_written(family, row)]
        return row.state == "refused" or all(was_able(last, past, then) for last in known)
    if row.footing == "parent":
        grown = now >= 18 or (now >= 16 and not (past >= 16 and unable_all_along(family, row, at)))
        return not grown and bool(row.relationship.pr_basis) and link_holds(family, row, on)
    if not unable_all_along(family, row, at):
        return False
    if row.footing == "best_interests":
        return on <= row.best_interests.review_on
    power = row.power
    in_use = power.kind in ("welfare", "deputy_welfare") and power.registered_on and power.registered_on <= on
    ended = power.ended_on is not None and power.ended_on <= on
    return bool(in_use) and not ended and row.relationship.kind == "attorney" and link_holds(family, row, on)


def counts_as(family, row, at):
    withdrawn = row.withdrawn_at is not None and row.withdrawn_at <= at
    if not is_theirs(family, row, at):
        return "expired"
    if row.coercion_suspected or (withdrawn and row.withdrawal_doubted):
        return "coerced"
    if withdrawn:
        return "withdrawn"
    if row.state == "refused":
        return "refused"
    if not (row.informed and row.competent and row.free and row.specific):
        return "none"
    return "given" if timezone.localdate(at) <= row.review_on else "expired"


def last_said(family, rows, at):
    """What one person said last: a no ends every yes before it; otherwise what names the agency comes first."""

    def when(row):
        taken = row.withdrawn_at is not None and row.withdrawn_at <= at
        return row.withdrawn_at if taken else row.answered_at, CAUTION.index(counts_as(family, row, at))

    newest = max(rows, key=when)
    if counts_as(family, newest, at) in ("refused", "withdrawn", "coerced"):
        return newest
    return max([row for row in rows if row.recipient] or rows, key=when)


def where_we_stand(family, purpose, information, agency, at):
    rows = [row for row in family.answers if concerns(row, purpose, information, agency) and row.answered_at <= at]
    people = {}
    for row in rows:
        people.setdefault(human(row.answered_by) if row.answered_by else None, []).append(row)
    last = {who: last_said(family, said, at) for who, said in people.items()}
    own = last.get(human(family.person))
    young = age_on(family.person, timezone.localdate(at)) < 18
    if own and young and is_theirs(family, own, at) and (own.state == "refused" or own.competent):
        last = {human(family.person): own}
    states = [counts_as(family, row, at) for row in last.values()]
    if "coerced" in states:
        return "coerced"
    noes = [row for row in last.values() if counts_as(family, row, at) in ("refused", "withdrawn")]
    if noes:
        return "disputed" if "given" in states else last_no(family, noes, at)
    return next((state for state in ("given", "expired") if state in states), "none")


def last_no(family, noes, at):
    def when(row):
        state = counts_as(family, row, at)
        return row.withdrawn_at if state == "withdrawn" else row.answered_at, CAUTION.index(state)

    return counts_as(family, max(noes, key=when), at)


def later(at, days):
    return at + timedelta(days=days)
