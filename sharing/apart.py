"""Deciding about a colleague: who may have such a decision in front of them, and who never may (H-31).

It is kept in the folder apart about that colleague, and in no record of a person. Whoever keeps that folder decides;
whoever it is about, or was shut out of it, meets nothing at all, whatever they lead.
"""

from dataclasses import replace

from django.db.models import Q

from policy import packs
from records.models import Folder, KeptOut
from records.models.allegation import keep_apart
from staff.roles import OutsidePerson

from .verdict import Also

WHO_DECIDES = "Whoever keeps what is written about this colleague. Nobody it is about, and no other lead, sees it."
# What the rules say besides, where it speaks of a lead: of a colleague none is told.
ALSO = {
    Also.LEAD_TOLD: "Tell nobody else here. Whoever keeps what is written about this colleague cannot stop this.",
    Also.TELEPHONE: "Cannot reach whoever decides by the time shown? Refer by telephone now and record it after.",
    Also.CHILDRENS_LEAD: "If a child is among those at risk, the children's service comes in as well.",
    Also.LISTED_FOR_LEAD: "This is listed for those who keep what is written about this colleague.",
    Also.NOTHING_TO_SUBJECT: "Send nothing to the colleague, or to the person or the family, until it is decided.",
}


def folders_of(user):
    """The folders about colleagues that this user keeps, for use in a query."""
    return Folder.objects.about_colleagues(user)


def whom(colleague, people):
    """Whom it is about, as those who may open it call them."""
    if colleague:
        return f"{colleague.name}, who works here"
    return ", ".join(person.name for person in people) or "somebody not listed"


def outcome_words(outcome, colleague):
    """What the policy says of an outcome; of a colleague without a word of the leads, who may not hear of it."""
    words = packs.current().outcomes[outcome]
    return replace(words, meanwhile=words.about_colleague, who_decides=WHO_DECIDES) if colleague else words


def also_said(verdict, colleague, *, but=None):
    """What the rules ask for besides, each a sentence."""
    instead = ALSO if colleague else {}
    return [instead.get(one, str(one)) for one in verdict.also if one is not but]


def who_decides(colleague):
    return "whoever decides" if colleague else "the lead"


def not_apart_from(user):
    """Every decision but those about a colleague whose folder this user does not keep."""
    return Q(apart=None) | Q(apart__in=folders_of(user))


def second_look_by(user):
    """Decisions about a colleague that this user reviews: they keep the folder, or are the person outside."""
    kept = Q(apart__in=folders_of(user))
    if OutsidePerson not in user.roles:
        return kept
    free = ~Q(colleague=user.pk) & ~Q(apart__in=KeptOut.objects.folders_of(user))
    return kept | Q(apart__isnull=False) & free


def keeps(user, folder):
    return Folder.objects.about_colleagues(user).contains(folder)


def kept_with(draft, *, by):
    """Where a decision about a colleague is kept; the folder is started where there is none yet."""
    if draft.colleague is None:
        return {}
    return {"colleague": draft.colleague, "apart": keep_apart(draft.concern, by=by)}


def may_look(user, decision):
    """Whether this decision about a colleague is theirs to review, as `second_look_by` asks it of the database."""
    return type(decision).objects.filter(second_look_by(user), pk=decision.pk).exists()
