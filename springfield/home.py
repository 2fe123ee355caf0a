"""The links on the home page of those whose work lies elsewhere: accounts, signed decisions, the register."""

from django.urls import reverse

from staff.home import Item, Shelf, brings
from staff.roles import Can

PLACES = [
    (
        Can.WORK_WITH_PEOPLE,
        "Requests to be let in",
        "records:access_requests",
        "Ask to see a record, and read the answer.",
    ),
    (Can.WORK_WITH_PEOPLE, "Tasks", "records:tasks", "What is to be done by a day, yours and given to others."),
    (
        Can.LOG_CONCERN,
        "Requests for information",
        "sharing:requests",
        "Somebody outside asks about a person: write it down, and see how far it is.",
    ),
    (
        Can.REGISTER,
        "Sharing agreements",
        "sharing:sharing_agreements",
        "For what, until when, and what to review.",
    ),
    (Can.GRANT, "Who can see what", "records:reviews", "The review of every 90 days."),
    (Can.MANAGE_ACCOUNTS, "Accounts", "staff:people", "Open and end accounts, roles, lines of management and cover."),
    (
        Can.KEEP_PROMISES,
        "Promises on paper",
        "staff:papers",
        "Of committee members, students and helpers without an account.",
    ),
    (Can.SEE_SIGNED, "Signed decisions", "sharing:signed", "Look at one, or take a copy with a purpose."),
    (
        Can.SECOND,
        "About colleagues",
        "records:colleagues",
        "Grievances and allegations, and what the officer must be told.",
    ),
    (Can.SECOND, "About people who work with us", "records:about_workers", "Folders of staff and volunteers."),
    (Can.SECOND, "About parents and others", "records:about_others", "Folders apart from every child’s record."),
    (
        Can.KEEP_SERVICE,
        "Does the service keep its promises?",
        "governance:promises",
        "Backups, proof kept elsewhere, keys, post: what is broken, and what to do.",
    ),
    (Can.DISPOSE, "Records whose time is over", "governance:disposals", "What is to be destroyed, and what was."),
    (Can.REGISTER, "Register of agreements", "consent:register", "Who agreed to what, until when."),
]


@brings(Shelf.ELSEWHERE)
def places(user):
    found = [Item(name, reverse(page), hint=hint) for ability, name, page, hint in PLACES if user.can(ability)]
    return found or None
