"""What a proposal says of what would go, and what is asked again each time: proposing, agreeing, carrying out."""

from audit import ledger
from audit.walls import standing_as_system
from policy import packs
from records.models import Exclusion, Folder, Person
from sharing.models import Decision
from sharing.states import NotNow

from .extent import Extent
from .held import whose, why_not
from .line import Line

SEVERAL = "It is about several people: propose it from the record of each."


@standing_as_system()
def extent_of(thing):
    return Extent.of(thing)


@standing_as_system()
def unless_forbidden(thing):
    """What goes with it. Raises NotNow with every reason for which it may not."""
    extent = Extent.of(thing)
    if reasons := reasons_against(thing, extent):
        raise NotNow(" ".join(reasons), "Nothing was destroyed.")
    return extent


@standing_as_system()
def reasons_against(thing, extent):
    return [SEVERAL] if whose(thing) is None else why_not(extent)


@standing_as_system()
def against(disposal):
    """What forbids an open proposal now, in words."""
    from ..models.disposal import KINDS

    thing = KINDS[disposal.kind].objects.filter(public_id=disposal.thing).first() if disposal.is_open else None
    return reasons_against(thing, Extent.of(thing)) if thing else []


def rules_for(thing):
    """The rules of the policy under which this may be proposed, by id, each in its words."""
    pack, person = packs.current(), whose(thing)
    found = {"not_needed": pack.keepings["not_needed"].words}
    if isinstance(person, Person):
        found |= {f"retention.{person.group}": _said(pack.retention[person.group])}
    elif person.kind == Folder.Kind.GRIEVANCE:
        found |= {"retention.grievance": _said(pack.retention["grievance"])}
    else:
        found |= {f"apart.{person.about.kind}": _said(person.about.policy.retention)} if person.about.policy else {}
    return found


def _said(rule):
    return f"Kept until {rule.until} ({rule.source})."


def said_of(thing, extent):
    """What a proposal keeps of it: ids and numbers."""
    record = whose(thing)
    kept_from = {*Exclusion.objects.in_force().filter(person__in=extent.people).values_list("user", flat=True)}
    folder = record if isinstance(record, Folder) else None
    if folder:
        kept_from |= {folder.about_staff_id, *folder.kept_out.in_force().values_list("user", flat=True)} - {None}
    return {
        "kind": kind_of(thing),
        "thing": thing.public_id,
        "of": record.public_id,
        "group": "apart" if folder else record.group,
        "kept_from": "".join(f" {key} " for key in sorted(kept_from)),
        "counts": extent.counts,
        "stays": extent.stays,
    }


def kind_of(thing):
    from ..models.disposal import KINDS

    return next(kind for kind, model in KINDS.items() if isinstance(thing, model))


def locked(thing):
    """The record, locked until the end: whoever writes in it now waits, and then finds it gone."""
    record = whose(thing)
    for one in record.every_record() if isinstance(record, Person) else [record]:
        type(one)._base_manager.select_for_update().get(pk=one.pk)
    if isinstance(thing, Decision):
        type(thing)._base_manager.select_for_update().get(pk=thing.pk)
    return thing


def made_ready(extent):
    """Everything has its number in the ledger before it is named by it."""
    ledger.seal()
    return Line(extent)
