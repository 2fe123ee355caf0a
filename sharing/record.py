"""What a signed decision says, field by field: the one shape that is frozen, hashed, printed and attached.

It carries every field of the regulator's model form for data-sharing decisions, and the rest of what the policies ask
(S-20, S-23, S-29, S-30, H-16, H-18 to H-20, H-24). Names ending in `_on` hold a date ("2026-05-14"), names ending in
`_at` a moment in UTC ("2026-05-14T13:05:09Z"), all else is in words. What is `NotRequired` came
later than the first records.
"""

from typing import NotRequired, TypedDict

from .marked import Marked

INTERNAL = "Internal: this is the organisation's own record and is never what is sent"
VERSION = 1


class Policy(TypedDict):
    """Which policy and which book of law it was decided by, with the SHA-256 of exactly those files."""

    title: str
    edition: str
    sha256: NotRequired[str]
    law_edition: NotRequired[str]
    law_sha256: NotRequired[str]


class Clause(TypedDict):
    id: str
    words: str


class About(TypedDict):
    """A person it is about; `folder` is the folder's neutral reference."""

    name: str
    born_on: str | None
    due_on: str | None
    group: str
    folder: str


class Request(TypedDict):
    name: str
    post: str | None
    organisation: str | None
    asked_at: str
    reference: str | None
    asked_for: str
    purpose: str
    why: str


class Answer(TypedDict):
    """A question of the policy. `settled_by` says which earlier answer made it unnecessary; then `answer` is None."""

    question: str
    answer: str | None
    settled_by: str | None
    clauses: list[Clause]


class Verdict(TypedDict):
    outcome: str
    title: str
    sentence: str
    rule: str
    reasons: list[str]
    clauses: list[Clause]
    missing: list[str]
    decides: str
    urgent: bool


class Welfare(TypedDict):
    statement: str
    if_nothing: NotRequired[str]
    others_at_risk: str
    could_be_harmed: str


class Law(TypedDict):
    basis: str
    condition: str | None
    without_consent: NotRequired[str]
    without_consent_because: NotRequired[str]
    policy_document: NotRequired[str]
    power: str


class Agreement(TypedDict):
    """One row of the register of agreements, as it stood."""

    who: str
    footing: str
    state: str
    given_on: str | None
    until_on: str | None
    recipient: str | None
    purpose: str | None


class Standing(TypedDict):
    state: str
    rows: list[Agreement]


class Told(TypedDict):
    """Whether the person, or the family, was told; if not, why not and when that is looked at again."""

    answer: str
    told_at: str | None
    how: str | None
    why_not: str | None
    review_on: str | None


class Advice(TypedDict):
    door: str
    person: str
    asked_at: str
    named: bool
    advised: str
    done: str


class Person(TypedDict):
    """Somebody who decided, reviewed or shared, with their post and the role they acted in."""

    name: str
    post: str
    role: str


class Override(TypedDict):
    ground: str
    necessity: str
    alternatives: str
    balanced: str
    if_nothing: str


class Made(TypedDict):
    """The decision. `against_verdict` gives the reasons where it differs from what the policy's rules said."""

    outcome: str
    sentence: str
    rationale: str
    reasons: str
    against_verdict: str | None
    conflict: str
    checked: NotRequired[list[str]]
    decided_by: Person
    decided_at: str


class Review(TypedDict):
    by: Person
    reviewed_at: str
    said: str


class Recipient(TypedDict):
    agency: str
    name: str
    post: str | None
    verified: str
    verified_at: str | None


class Item(TypedDict):
    """One thing supplied. `nature` is fact, opinion, reported or file. Only what was marked has `marks`."""

    what: str
    why_needed: str
    nature: str
    source: str | None
    happened_on: str | None
    written_on: str | None
    marks: NotRequired[list[Marked]]


class Disclosure(TypedDict):
    method: str
    shared_at: str
    by: Person
    taken_by: str
    reference: str | None
    will_do: str
    agency_named: str | None
    keeping: NotRequired[str]


class RequesterTold(TypedDict):
    name: str
    told_at: str
    how: str
    by: str


class Amendment(TypedDict):
    made_at: str
    by: str
    said: str


class Signature(TypedDict):
    name: str
    post: str
    signed_at: str
    method: str


class Record(TypedDict):
    v: int
    public_id: str
    marking: str
    organisation: str
    policy: Policy
    persons: list[About]
    request: Request
    welfare: Welfare
    questions: list[Answer]
    verdict: Verdict
    standing: Standing
    told: Told
    advice: list[Advice]
    law: Law
    override: Override | None
    decision: Made
    second_review: Review | None
    recipient: Recipient | None
    supplied: list[Item]
    disclosure: Disclosure | None
    requester_told: RequesterTold | None
    safety_plan: str | None
    review_on: str | None
    amendments: list[Amendment]
    signature: Signature
