"""Folders apart from every child's record: who keeps one about whom, who only reads it, and until when (H-31, H-33)."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from audit.models import key_of
from policy import packs
from staff.access import opens_for_reading

from .address import to
from .keepers import titles_of
from .models import Folder, FolderKeeper, FolderReader, KeptOut
from .models.folder_about import SIDES, kinds_on, left_on, years_after
from .story import Place, steps_in
from .who import readers_of

ONLY_READS = (
    "Your role reads this folder, and writes nothing in it. Tell whoever keeps it what you know: "
    "who that is stands beside the folder."
)


def kinds_started_by(user, side):
    """The kinds of folder this user may start: those their role keeps, or may have to where its keeper is concerned."""
    mine = {role.key for role in user.roles}
    instead = mine & set(packs.current().staff_concerns["lead"]) if side == "workers" else set()
    return [kind for kind in kinds_on(side) if instead or mine & set(kind.kept_by)]


@opens_for_reading
def role_only_reads(user, thing):
    """Why somebody whose role only reads a folder writes nothing in it; nothing where they keep it or were let in."""
    folder = getattr(thing, "traced_in", None)
    if not isinstance(folder, Folder) or folder.kind != Folder.Kind.ABOUT:
        return ""
    held = set(FolderKeeper.objects.held_by(user).filter(folder=folder).values_list("only_reads", flat=True))
    let_in = FolderReader.objects.live(user).filter(thing=folder)
    return ONLY_READS if held == {True} and not let_in.exists() else ""


@dataclass(frozen=True)
class Kept:
    """Until when a folder apart is kept, and why; without a day as long as it has not begun to run."""

    until: date | None
    why: str
    source: str

    @classmethod
    def of(cls, folder):
        """The time of the policy in use today; of a folder that is kept longer, the day and reason that were given."""
        rule = rule_of(folder)
        if rule is None:
            return None
        about = folder.about if folder.kind == Folder.Kind.ABOUT else None
        if about and about.keep_until:
            return cls(about.keep_until, about.keep_why, "Said by a keeper of the folder")
        since = left_on(about) if rule.runs_from == "leaving" else folder.sort_on
        return cls(years_after(since, rule.years) if since else None, rule.until, rule.source)

    @property
    def is_over(self):
        return self.until is not None and self.until <= timezone.localdate()


def rule_of(folder):
    """How long a folder of its kind is kept; nothing for a person's own folders, and a kind the policy dropped."""
    if folder.kind == Folder.Kind.GRIEVANCE:
        return packs.current().retention["grievance"]
    policy = folder.about.policy if folder.kind == Folder.Kind.ABOUT else None
    return policy.retention if policy else None


def with_time(rows):
    """Each folder of a list beside the time for which it is kept."""
    return [(about, Kept.of(about.folder)) for about in rows]


def beside(folder, user):
    """What the page of a folder apart shows that no other folder has."""
    if folder.person_id:
        return {}
    keeps = Folder.objects.looked_after_by(user).contains(folder)
    side = next((side for side, whom in SIDES.items() if folder.kind == "about" and folder.about.whom in whom), "")
    return {"kept": Kept.of(folder), "keeps": keeps, "side": side, "only_reads": role_only_reads(user, folder)}


def access_of(folder, user):
    """What the page about access to one folder shows to those who keep it."""
    steps, more = steps_in({key_of(folder): Place("the folder", to("folder", folder))}, user)
    keepers = folder.keepers.order_by("pk")
    return {
        "folder": folder,
        "kept": Kept.of(folder),
        "keeps": titles_of(one.role for one in keepers if not one.only_reads),
        "reads": titles_of(one.role for one in keepers if one.only_reads),
        "readers": readers_of(folder),
        "out": KeptOut.objects.run_by(user).filter(folder=folder),
        "steps": steps,
        "more": more,
    }
