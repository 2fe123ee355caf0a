"""A changed line of management, a role, or who is shut out changes who may open what, in the same transaction."""

from audit.events import Event
from audit.verbs import follows
from staff.models import User

from . import reach
from .models import Concern, Exclusion, Folder, FolderGrant, HomeMark, Person, Tie


@follows(Event.LINE_STARTED)
@follows(Event.LINE_ENDED)
def rewrite_what_the_worker_reaches(line, *, by):
    reach.rewrite_for(line.worker)


@follows(Event.ACCOUNT_ENDED)
@follows(Event.ACCOUNT_REOPENED)
def rewrite_what_followed_from_the_account(user, *, by):
    reach.rewrite_for(user)


@follows(Event.PERSON_REGISTERED)
@follows(Event.PERSON_CHANGED)
def notice_a_likeness_of_names(person, *, by):
    Tie.suspect(user_and_person=[(user, person) for user in User.objects.active().called_like(person.name)])


@follows(Event.ACCOUNT_INVITED)
def notice_whom_a_newcomer_is_called_like(user, *, by):
    Tie.suspect(user_and_person=[(user, person) for person in Person.objects.called_like(user)])


@follows(Event.RELATIONSHIP_RECORDED)
def shut_out_of_whoever_joins_the_family(link, *, by):
    """Whoever was shut out of a family is shut out of whom it turns out to have; one step, not a whole chain."""
    for one, other in [(link.person, link.other), (link.other, link.person)]:
        for exclusion in Exclusion.objects.of_families(one):
            if exclusion.reaches(other):
                other.exclude(by=User.system(), who=exclusion.user, reason=exclusion.reason)


@follows(Event.FOLDER_SHUT)
def pass_on_what_nobody_keeps(one, *, by):
    """Somebody was shut out of what is said of a colleague: what nobody else may open goes to the next, who is told."""
    if one.folder.kind != Folder.Kind.GRIEVANCE:
        return
    for concern in Concern.objects.filter(about_staff=one.folder.about_staff).order_by("pk"):
        if concern.is_left_alone:
            concern.hand_on(by=User.system())


@follows(Event.CONTACT_CHANGED)
@follows(Event.CONTACT_ENDED)
def forget_where_they_lived(contact, *, by):
    """The clock writes the mark of what is locked now, or none if it is no secret any more."""
    HomeMark.objects.filter(contact=contact).delete()


@follows(Event.ACCOUNT_ENDED)
def forget_where_the_colleague_lives(user, *, by):
    HomeMark.objects.filter(user=user).delete()


@follows(Event.ACCOUNT_ENDED)
def end_what_they_were_let_into(user, *, by):
    """Whoever comes back asks again: a grant was given for work that somebody else does by then."""
    for grant in FolderGrant.objects.live().filter(user=user).select_related("content_object"):
        grant.content_object.end_grant(by=by, grant=grant, why="Their account ended")
