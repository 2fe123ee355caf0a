"""What each kind of worker may do. The page of roles is drawn from these classes, and the server asks nothing else."""

from enum import StrEnum


class Can(StrEnum):
    """One thing a role may do, with the words shown on the page of roles."""

    LOG_CONCERN = "log a concern and ask the lead"
    READ_OWN_WORDS = "read back what they themselves reported"
    WORK_WITH_PEOPLE = "see the people they have a reason to see, and write in their folders"
    PROPOSE = "ask whether something may be shared, and record what was shared"
    DECIDE = "decide and sign, override a refusal, and answer concerns"
    GRANT = "let somebody into a folder, or shut somebody out"
    SECOND = "be the second person who reviews what one lead did alone"
    SEE_SIGNED = "see the list of signed decisions, and look at one"
    EXPORT = "take copies of signed decisions, with a purpose"
    KEEP_CHECKPOINTS = "take the newest checkpoint of the ledger away, to keep it elsewhere"
    REGISTER = "see the register of agreements and refusals"
    KEEP_SERVICE = "see whether the service keeps what it promises, and what a restore lost"
    KEEP_PROMISES = "register promises of confidentiality that were signed on paper"
    DISPOSE = "propose that records whose time is over are destroyed, and agree to it as the second person"
    HOLD = "put a legal hold on a record, so that nothing of it is destroyed, and lift it"
    MANAGE_ACCOUNTS = "open and end accounts, roles, lines of management and cover"


class Role:
    """A kind of worker. ``stands_over``: the groups of people all of whose records the role may open."""

    key: str
    title: str
    description: str
    can: frozenset[Can] = frozenset()
    stands_over: frozenset[str] = frozenset()


LOGGING = {Can.LOG_CONCERN, Can.READ_OWN_WORDS}
WORKING = LOGGING | {Can.WORK_WITH_PEOPLE, Can.PROPOSE}
OVERSEEING = {Can.REGISTER, Can.KEEP_CHECKPOINTS, Can.KEEP_SERVICE, Can.DISPOSE}
DECIDING = WORKING | OVERSEEING | {Can.DECIDE, Can.GRANT, Can.SECOND, Can.KEEP_PROMISES, Can.HOLD}


class Practitioner(Role):
    key = "practitioner"
    title = "Practitioner"
    description = "Works with children, young people, adults or families."
    can = frozenset(WORKING)


class Volunteer(Role):
    key = "volunteer"
    title = "Volunteer or student"
    description = "Helps, and tells the lead about worries. Reads back only their own words."
    can = frozenset(LOGGING)


class ChildrenLead(Role):
    key = "children_lead"
    title = "Designated safeguarding lead for children"
    description = "Decides about sharing, and answers concerns, for children and young people."
    can = frozenset(DECIDING)
    stands_over = frozenset({"child"})


class AdultsLead(Role):
    key = "adults_lead"
    title = "Designated safeguarding lead for adults"
    description = "Decides about sharing, and answers concerns, for adults."
    can = frozenset(DECIDING)
    stands_over = frozenset({"adult"})


class Deputy(Role):
    key = "deputy"
    title = "Deputy safeguarding lead"
    description = "Stands in for both leads."
    can = frozenset(DECIDING)
    stands_over = frozenset({"child", "adult"})


class SeniorLeader(Role):
    key = "senior_leader"
    title = "Senior leader"
    description = "Decides when no lead is free or a lead is in conflict, and keeps concerns about staff."
    can = frozenset(DECIDING | {Can.SEE_SIGNED, Can.EXPORT})
    stands_over = frozenset({"child", "adult"})


class DataProtectionManager(Role):
    key = "data_protection"
    title = "Data protection manager"
    description = "Looks after the registers and takes copies of signed decisions. Opens no other record."
    can = frozenset(LOGGING | OVERSEEING | {Can.SEE_SIGNED, Can.EXPORT})


class Administrator(Role):
    key = "administrator"
    title = "Administrator"
    description = "Manages accounts. Sees no record."
    can = frozenset(LOGGING | {Can.MANAGE_ACCOUNTS, Can.KEEP_PROMISES, Can.KEEP_SERVICE})


class OutsidePerson(Role):
    key = "outside_person"
    title = "Named person outside the organisation"
    description = "For example the chair or a trustee: the second person where one human holds several roles."
    can = frozenset(LOGGING | {Can.SECOND})


ROLES: list[type[Role]] = [
    Practitioner,
    Volunteer,
    ChildrenLead,
    AdultsLead,
    Deputy,
    SeniorLeader,
    DataProtectionManager,
    Administrator,
    OutsidePerson,
]
LEADING = [ChildrenLead, AdultsLead, Deputy, SeniorLeader]
BY_KEY = {role.key: role for role in ROLES}
CHOICES = [(role.key, role.title) for role in ROLES]
