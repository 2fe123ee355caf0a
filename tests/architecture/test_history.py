"""Old versions are read in one place, and every kind of row that has them says whether they are shown, and what."""

import ast
import re
from pathlib import Path

import pytest

from audit.verbs import recorded
from records.history import KINDS
from staff.models import User

from .test_floors import MODULES, nodes

# What touches versions: what writes and checks them, and the one page that shows them.
READS_VERSIONS = {
    "audit/columns.py",
    "audit/appendonly.py",
    "audit/disposal.py",
    "audit/lines.py",
    "audit/models.py",
    "audit/recheck.py",
    "audit/verbs.py",
    "governance/disposing/fates.py",
    "governance/disposing/line.py",
    "records/history.py",
    "records/models/kept_out.py",  # only whom a folder is about, which never changes
}
ONCE = "written once and changed by no verb: what it says stands on its page, or on the page of what it belongs to"
LINK = "says nothing but which two things belong together, and both pages say that"
DATES = "a role, line or rota only begins and ends: both days stand on the page of the account, or of cover"
HOME = "only its days, its contact and its name change, and all of them stand on the page of the family"
THREAD = "its words never change; each word in the thread has its writer and time beside it"
NEVER_SHOWN = {
    "consent.BestInterests": ONCE,
    "consent.Capacity": ONCE,
    "consent.Competence": ONCE,
    "consent.Conversation": "said once before a question; only the day to come back to it may be set, on its page",
    "consent.EarlierRegister": ONCE,
    "consent.Letter": "says to whom it goes; it is ticked off once, and by whom and when stands on its page",
    "consent.NoticeGiven": ONCE,
    "consent.Power": "what it says never changes; it only ends, and stands beside whose permission counts until then",
    "consent.RegisterCopy": ONCE,
    "consent.SheetGiven": "what was asked never changes; it is let go of once, and the story says by whom",
    "consent.SheetLink": "sent once, answered or taken back once: all of it stands on its page",
    "consent.Signature": ONCE,
    "consent.Wish": "their words never change; its end, or the harm that outweighs it, stands in the story",
    "records.AccessRequest": "asked once and answered once: both stand on its page",
    "records.AccessReview": ONCE,
    "records.Agency": "a line of the directory: what it says now is on its page, with the day it was checked",
    "records.AgencyContact": "written once; that they left is said by their no longer being offered",
    "records.Attachment": "written once; that it was scanned later is said beside it",
    "records.Allegation": ONCE,
    "records.BreakGlass": "asked once, answered once, closed once: each stands on its page, with who and when",
    "records.ConcernAbout": LINK,
    "records.Exclusion": "who was shut out, and why, is shown while it lasts, and only to those who look after access",
    "records.FolderAbout": "what it says stands on the page of its folder, and that it was changed in the story there",
    "records.FolderKeeper": "says nothing but which role keeps a folder about a colleague",
    "records.Flag": "its reason never changes; each look at it, and its end, stands in the story with a reason",
    "records.Folder": "says nothing but its kind and whose it is",
    "records.KeptOut": "who was shut out, and why, is shown while it lasts, and only to those who keep the folder",
    "records.Likeness": "what was said of two records, and its undoing, stand on its own page, each with name and day",
    "records.Household": HOME,
    "records.HouseholdMember": LINK,
    "governance.Disposal": "proposed, agreed, taken back and carried out once each: all of it stands on its page",
    "governance.Hold": "put once and lifted once: both stand on the page of holds, with who, when and why",
    "records.LinkReader": "who may know of a link kept to few stands on the page where it is changed",
    "records.LookedAt": ONCE,
    "records.Mark": ONCE,
    "records.Moved": ONCE,
    "records.OtherSetting": HOME,
    "records.PaperScan": "written once; that the scanner looked at it later is said beside it",
    "records.PrivateNote": "written once, for two readers; nobody is shown what it said once it has ended",
    "records.Question": THREAD,
    "records.Received": "its permission stands beside the entry; each look at it again stands in the story, with words",
    "records.Rectification": "its words never change; it is answered once, and the answer has its writer and time",
    "records.Reply": THREAD,
    "records.RestrictedTo": LINK,
    "records.Restriction": "to whom an entry is kept, and why, stands beside it while it lasts",
    "records.Task": "what is to be done never changes; whoever hands it on, or has done it, says so in the story",
    "records.Telling": "each word of it is a row of its own, and all of them stand beside what they are about",
    "records.Tie": "declared or noticed once, answered once: both stand on its page",
    "records.UnusualReading": "noticed once and explained once: both stand on its page",
    "records.WeekReview": ONCE,
    "records.Withheld": "who must not know stands on the page of the person while it lasts, and only begins and ends",
    "sharing.Amendment": ONCE,
    "sharing.DecisionAbout": LINK,
    "sharing.Delivery": "made once; that it was opened, or taken back, stands on the page of what has left",
    "sharing.Disagreement": "said once and answered once: both stand on the page of its decision",
    "sharing.Disclosure": ONCE,
    "sharing.DisclosureItem": ONCE,
    "sharing.Reply": "awaited once, answered once: both stand on the page of the decision, with who and when",
    "sharing.Request": "what was asked never changes; who verified, answered or closed it, and when, is on its page",
    "sharing.RequestAbout": LINK,
    "sharing.Routine": "let stand once, ended once: both days stand on its page, with who and when",
    "sharing.RoutineShared": ONCE,
    "sharing.HeldBack": "asked once and answered once: both stand on its page",
    "sharing.Incident": "found once, and closed once with what was done: both stand on its page",
    "sharing.SealedDocument": ONCE,
    "sharing.SharingAgreement": "a new text is a new agreement; its next review and its end stand on its page",
    "sharing.SignedAgreement": "written once; that the scanner looked at it later is said beside it",
    "sharing.WithoutAgreement": ONCE,
    "staff.Appointment": DATES,
    "staff.Cover": DATES,
    "staff.Line": DATES,
    "staff.PaperPromise": "what it says never changes; it only ends, and the day stands on its page",
    "staff.Undertaken": ONCE,
}
# Fields of rows whose versions are shown that stand on no page today, so that the viewer does not show them either.
KEPT_BACK = {
    "records.Person": {"merged_into"},  # which two records are one person stands on the lead's own page
    "records.Relationship": {"person", "other"},  # they never change; the heading names the other
    "records.SafeContact": {"person"},
    "records.Entry": {"folder", "corrects", "concern", "incident"},
    "records.Order": {"person", "limited"},  # the page of the family names them, to whoever may know the link
    "records.Concern": {"group", "kept_by", "told_at"},
    "consent.Consent": {
        "person", "recipient_kind", "answered_by", "relationship", "competence", "footing", "respondent_basis",
        "reason", "evidence", "how", "witness", "wording_edition", "language", "asked_by", "withdrawn_words",
        "withdrawn_by", "capacity", "best_interests", "power", "taken_by_lead", "earlier_register",
        "withdrawn_word_of",
    },
    "sharing.Decision": {
        "group", "told_level", "request", "concern", "colleague", "apart", "replaces", "verdict", "checks",
        "no_conflict", "canonical", "tell_called_on", "asked_outside",
    },
    "sharing.Advice": {"decision"},
}  # fmt: skip
OF_THE_ROW = {"id", "public_id", "version"}
SHOWN = sorted(KINDS)


def test_every_recorded_row_is_shown_or_has_a_reason_not_to_be():
    labels = {model._meta.label for model in recorded()}
    assert set(SHOWN) | set(NEVER_SHOWN) == labels
    assert set(SHOWN) & set(NEVER_SHOWN) == set()


@pytest.mark.parametrize("label", SHOWN)
class TestAKindOfRow:
    def test_has_an_answer_for_every_field(self, label):
        fields = {column.name for column in KINDS[label].model._meta.concrete_fields} - OF_THE_ROW
        assert set(KINDS[label].shown) | KEPT_BACK[label] == fields
        assert set(KINDS[label].shown) & KEPT_BACK[label] == set()

    def test_names_nothing_but_colleagues_unless_its_own_page_does(self, label):
        kind = KINDS[label]
        columns = [kind.model._meta.get_field(name) for name in kind.shown if name not in kind.words]
        assert {column.remote_field.model for column in columns if column.is_relation} <= {User}

    def test_says_in_words_what_would_tell_a_reader_nothing(self, label):
        kind = KINDS[label]
        raw = {name for name in kind.shown if kind.model._meta.get_field(name).get_internal_type() == "JSONField"}
        assert raw <= set(kind.words) <= set(kind.shown)


def touches_versions(path):
    """Where a module reaches for the versions of a row, by the names that simple-history gives them."""
    for node in nodes(path):
        if isinstance(node, ast.Attribute) and node.attr in VERSION_NAMES:
            yield node.lineno
        if isinstance(node, ast.Constant | ast.Name):
            named = str(getattr(node, "value", None) or getattr(node, "id", ""))
            if named in VERSION_NAMES - {"history"} or re.match(r"Historical[A-Z]\w+$", named) and named not in FORMS:
                yield node.lineno


VERSION_NAMES = {"history", "history_id", "history_date", "history_user_id", "history_type", "instance_type"}
FORMS = {"HistoricalForm", "HistoricalRecords"}


def test_nothing_else_reads_old_versions():
    lines = {str(path): list(touches_versions(path)) for path in MODULES if str(path) not in READS_VERSIONS}
    assert {path: lines for path, lines in lines.items() if lines} == {}, "records/history.py does that"


def test_what_is_named_here_does_read_them():
    """Or a module that was moved would leave its place open for another."""
    assert [name for name in READS_VERSIONS if not list(touches_versions(Path(name)))] == []


def test_no_page_reads_old_versions_past_the_viewer():
    reaches = re.compile(r"(?<!urls)\.history\b|\bhistory_(?:id|date|user|type)|\.(?:prev|next)_record")
    assert [path for path in Path("templates").rglob("*.html") if reaches.search(path.read_text("utf-8"))] == []
