"""Folders about people who are no service users, and a decision about a colleague that waits (H-31, H-33)."""

from datetime import timedelta

from django.utils import timezone

from governance.models import Disposal, Hold
from records.models import Concern, Entry, FolderAbout, KeptOut
from records.models.allegation import keep_apart
from records.models.folder_about import years_after
from sharing.models import Decision
from staff.models import PaperPromise

from .decisions import SUSPECTED


def make(demo):
    _folder(
        demo, "sena", "staff", "Chen Doyle", "Play worker", account="chen",
        why="References, checks and supervision are kept for everybody who works here.",
        fact="Supervision. Chen asked for training in working with interpreters; booked for the spring.",
    )  # fmt: skip
    _folder(
        demo, "dora", "volunteer", "Cora Lime", "Trustee", why="What she was checked for and what she promised.",
        paper=PaperPromise.objects.filter(name="Cora Lime").first(), fact="The check came back clear.",
    )  # fmt: skip
    _folder(
        demo, "dee", "professional", "Nell Vine", "Health visitor, Riverside clinic",
        why="Two referrals were lost between us; we agreed how to send them.",
        fact="Agreed by telephone: referrals go to the shared inbox, and she rings back the same day.",
    )  # fmt: skip
    parent = _folder(
        demo, "dee", "parent", "Gil Marsh", "A father who came here until two years ago",
        why="How to meet him safely: he was angry with two of us.", fact="Agreed: he comes when two of us are in.",
    )  # fmt: skip
    longer = {"until": timezone.localdate() + timedelta(days=90), "why": "A complaint of his is still open"}
    parent.about.keep_longer(by=demo.staff["dee"], **longer)
    KeptOut.shut(by=demo.staff["dee"], folder=parent, who=demo.staff["ade"], reason="Gil is his brother-in-law")
    Hold.put(by=demo.staff["dee"], on=parent, kind="claim", reason="His complaint is with the ombudsman.")
    _over(demo)
    _about_vik(demo)


def _over(demo):
    """One whose time is over: it is proposed that it is destroyed, and a second person is asked to look."""
    folder = _folder(
        demo, "dora", "volunteer", "Ivo Hart", "Came on Tuesdays to read aloud", why="What he was checked for.",
        fact="He moved away. His badge came back.",
    )  # fmt: skip
    folder.about.change(by=demo.staff["dora"], left_on=years_after(timezone.localdate(), -7))
    why = "He left seven years ago, and nobody asks for it any more."
    Disposal.propose(by=demo.staff["dora"], thing=folder, rule="apart.volunteer", why=why)


def _folder(demo, by, kind, name, words, *, why, fact, account=None, paper=None):
    keeper, about = demo.staff[by], {"name": name, "words": words, "why": why, "paper": paper}
    folder = FolderAbout.start(by=keeper, kind=kind, account=account and demo.staff[account], **about)
    happened_at = timezone.now() - timedelta(days=6)
    Entry.write(by=keeper, folder=folder, kind="meeting", fact=fact, happened_at=happened_at)
    return folder


def _about_vik(demo):
    """The senior leader asks whether to tell the council's designated officer; nobody but the keepers meets it."""
    sena, vik = demo.staff["sena"], demo.staff["vik"]
    concern = Concern.log(
        by=demo.staff["ben"], is_about_staff=True, about_staff=vik, danger="no",
        facts="Vik took two children to the shop on his own, twice, and asked them not to tell.",
    )  # fmt: skip
    Decision.propose(
        by=sena, people=[], colleague=vik, apart=keep_apart(concern, by=sena), concern=concern, group="child",
        facts=SUSPECTED | {"harm_to": "others", "consent": "none", "unsafe_to_ask": "prejudice_investigation"},
        request={"name": sena.name, "post": sena.post, "asked_for": "What two colleagues saw, with dates",
                 "why": "So that the designated officer can say what we do next"},
        contact=demo.contacts["cass"], agency=demo.agencies["cass"], purpose="protection", information="grievance",
        welfare="Children come first: he is with none of them alone until it is settled.",
        others_at_risk="The two children he took along", could_be_harmed="Nobody that we know of", tell="not_yet",
        tell_words="The officer says first who speaks to him, and when.", tell_on=timezone.localdate(),
    )  # fmt: skip
