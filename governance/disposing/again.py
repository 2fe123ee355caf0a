"""After a restore from before a disposal: what was destroyed then is destroyed again, before anybody reads it.

The journal that was kept elsewhere holds the proof of each disposal's line (`audit.ledger.Proof.as_json`): opaque ids,
numbers and a signature, no words. The line counts because a ledger that was signed with a known key held it.
"""

from django.apps import apps
from django.db import transaction

from audit import disposal as door
from audit import ledger
from audit.events import Event
from audit.journal import shuts
from audit.verbs import bind, note, verb
from audit.walls import standing_as_system
from audit.witness import said_in
from sharing.states import NotNow

from ..models import Disposal
from .extent import Extent
from .line import Line
from .sweep import tables_of, take_away

RESTS = "Something that stays rests on what a disposal destroyed: {what}."
BEFORE = "It was carried out before a backup was put back, and was carried out again then."


def destroy_again(proof, *, by) -> bool:
    """Destroy once more what the line of this proof names. Whether there was anything; a second call finds nothing.

    Raises BadNote when no ledger of ours held the line, NotNow when something that stays rests on what goes.
    """
    facts = said_in(proof)["facts"]
    with standing_as_system(), transaction.atomic():
        extent = _there(facts)
        if extent.rows or extent.anew:
            _repeat(by, by=by, extent=extent, proof=proof)
            _take_back(facts["proposal"], by)
    transaction.on_commit(lambda: take_away(facts["files"]))
    transaction.on_commit(lambda: door.wipe(tables_of(facts)))
    return bool(extent.rows or extent.anew)


@shuts(Event.DISPOSED, proof=lambda line: ledger.proof_of(line).as_json())
def dispose_again(disposal, line, *, by):
    destroy_again(line["facts"]["proof"], by=by)


def _there(facts):
    """The rows of today that a line names, and what would have to let go of them."""
    extent, tables = Extent(), {model._meta.db_table: model for model in apps.get_models()}
    for rows, named in ((extent.rows, facts["things"]), (extent.anew, facts["anew"])):
        for table, names in named.items():
            if keys := set(tables[table]._base_manager.filter(public_id__in=names).values_list("pk", flat=True)):
                rows[tables[table]] = keys
    extent.find_what_stays()
    if extent.rests:
        raise NotNow(RESTS.format(what=", ".join(sorted(extent.rests))), "Look at it before you open the service.")
    return extent


@verb(Event.DISPOSED_AGAIN)
def _repeat(system, *, by, extent, proof):
    ledger.seal()
    line = Line(extent)
    line.let_go()
    note(**line.said() | {"repeats": proof, "things": said_in(proof)["facts"]["things"]})
    bind(line.survives)


def _take_back(proposal, by):
    """A proposal that came back with the backup is not carried out a second time."""
    for disposal in Disposal.objects.filter(public_id=proposal.partition(":")[2], state__in=["waiting", "agreed"]):
        disposal.withdraw(by=by, why=BEFORE)
