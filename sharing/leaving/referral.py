"""What each kind of agency calls the parts of a referral: the pieces that leave are put under these headings."""

from records.models import Agency

Kind = Agency.Kind
PLAIN = {
    "title": "Shared in confidence",
    "fact": "What we know",
    "reported": "What others said",
    "opinion": "What we think, which is opinion",
    "file": "Papers that go with this",
}
REFERRALS = {
    Kind.CHILDREN: {
        "title": "Referral to children’s social care",
        "fact": "What was seen, and when",
        "reported": "What the child, the family and others said",
        "opinion": "What worries us and what is going well, in our opinion",
    },
    Kind.ADULTS: {
        "title": "Referral to adults’ social care",
        "fact": "What happened, and the care and support they need",
        "reported": "What the person wants, and what others said",
        "opinion": "What puts them at risk, in our opinion",
    },
    Kind.POLICE: {
        "title": "Information for the police",
        "fact": "What was seen, where and when",
        "reported": "Who said what, in their words",
        "opinion": "What we believe, and why: not evidence",
    },
    Kind.HEALTH: {
        "title": "Information for health services",
        "fact": "What was seen, and how it changed",
        "reported": "What the person or the parent says",
        "opinion": "What we ask you to look at, in our opinion",
    },
    Kind.SCHOOL: {
        "title": "Information for a school or setting",
        "fact": "What they can do, and what helps",
        "reported": "What the child and the parents say",
        "opinion": "What we suggest, in our opinion",
    },
}
ORDER = ("fact", "reported", "opinion", "file")


def headings_for(contact):
    kind = contact.agency.kind if contact else ""
    return PLAIN | REFERRALS.get(kind, {})


def sections_of(items, headings):
    """The pieces under their headings, in the order of the form; an empty heading is left away."""
    for nature in ORDER:
        found = [item for item in items if item.nature == nature]
        if found:
            yield headings[nature], found
