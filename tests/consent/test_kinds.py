"""Four kinds of permission are kept apart: a yes to photographs, medical help or taking part is never one to share."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.appendonly import maintenance
from consent.account import account_of
from consent.holders import KEEPERS, Holder
from consent.models import Consent
from consent.models.kind import EVERYTHING, Kind
from consent.permitting import agreed_to
from consent.register import bringing_in
from consent.standing import Matter, standing, standings_of
from policy import packs
from records.attaching.intake import Accepted
from records.attaching.scanner import Scan
from records.models import Entry
from tests.acting import as_owner
from tests.cast import in_days
from tests.consent.pages import page
from tests.consent.said import ago, assessed, in_a_year, matter, mother, safe_to_ask, said, second_parent, teenager
from tests.consent.test_bringing_in import HEAD, row, text
from tests.consent.test_copying import taken
from tests.consent.test_pages import filled
from tests.records.hostile import picture

REGISTER, BY_PERSON = reverse("consent:register"), reverse("consent:register_people")
BARE = {"recipient": None, "information": ""}
DISPLAY = {"kind": "photographs", "purpose": "display", **BARE}
EACH = [
    {"kind": kind, "purpose": thing, **BARE}
    for kind, thing in [("photographs", "public"), ("medical", "hospital"), ("service", "outings")]
]


def read(cast, **cells):
    """One line about photographs, as an earlier register would be read."""
    (line,) = bringing_in.lines_of(
        text(["photographs", *row(cast, **cells)], head=["Kind of permission", *HEAD]), cast.dee
    )
    return line


def permits(person, kind, thing):
    return thing in [matter.purpose for matter in agreed_to(person, kind)]


def about_agreements(asked):
    return sum("consent_consent" in query["sql"] for query in asked)


def photographs(cast, state="given", **other):
    return mother(cast, state, **{**DISPLAY, **other})


@pytest.mark.clause("H-12", "S-16")
class TestAYesToOne:
    @pytest.mark.parametrize("other", [DISPLAY, *EACH], ids=lambda other: other["kind"])
    def test_is_never_a_yes_to_share(self, cast, other):
        mother(cast, **other | {"review_on": in_a_year(60)})

        assert standing(cast.leo, **matter(cast)).state == "none"
        assert standing(cast.leo, other["purpose"], "health", "").state == "none"
        assert standing(cast.leo, other["purpose"], None, "").state == "none"
        assert permits(cast.leo, other["kind"], other["purpose"])

    def test_and_a_yes_to_share_is_never_one_to_anything_else(self, cast):
        mother(cast)

        assert not any(permits(cast.leo, kind, thing) for kind in Kind.others() for thing in [*kind.things, "health"])

    def test_counts_for_that_one_alone_though_another_is_called_the_same(self, cast, monkeypatch):
        pack = packs.current()
        same = {kind: {"health": next(iter(things.values()))} for kind, things in pack.permissions.items()}
        monkeypatch.setitem(vars(pack), "permissions", same)
        assessed(cast, nia := teenager(cast), kind="medical", purpose="health", **BARE)
        said(cast, nia, nia, "young_person", kind="medical", purpose="health", **BARE)

        said(cast, nia, cast.femi, "parent", "refused", kind="photographs", purpose="health", **BARE)
        assert [permits(nia, kind, "health") for kind in Kind.others()] == [False, True, False]
        assert {matter.kind: found.state for matter, found in standings_of(nia)} == {
            "photographs": "refused", "medical": "given",
        }  # fmt: skip
        with pytest.raises(ValidationError, match="Under 16"):
            said(cast, nia, nia, "young_person")

    def test_is_unmoved_by_a_no_to_sharing_and_the_other_way_round(self, cast):
        photographs(cast, answered_at=ago(3))
        mother(cast, "refused", answered_at=ago(2))
        assert permits(cast.leo, "photographs", "display")

        mother(cast, answered_at=ago(1))
        photographs(cast, "refused")
        assert standing(cast.leo, **matter(cast)).state == "given" and not permits(cast.leo, "photographs", "display")

    def test_taken_back_leaves_the_others_and_writes_to_nobody(self, cast):
        KEEPERS.append(lambda consent: [Holder("The clinic", "A letter", ago(1).date())])
        share, yes = mother(cast), photographs(cast)
        mother(cast, kind="medical", purpose="skin", **BARE)
        yes.withdraw(by=cast.amara)
        KEEPERS.pop()

        assert not permits(cast.leo, "photographs", "display") and permits(cast.leo, "medical", "skin")
        assert standing(cast.leo, **matter(cast)).rows == (share,) and not yes.letters.exists()

    @pytest.mark.clause("S-02", "S-05")
    def test_is_given_by_whoever_may_agree_and_disputed_like_any_other(self, cast):
        with pytest.raises(ValidationError, match="Only somebody with parental responsibility"):
            said(cast, cast.leo, cast.gran, "parent", **DISPLAY)
        photographs(cast)
        said(cast, cast.leo, second_parent(cast), "parent", "refused", **DISPLAY)

        assert not permits(cast.leo, "photographs", "display")


@pytest.mark.clause("H-12")
class TestWhatIsAsked:
    @pytest.mark.parametrize("blanket", ["everything", "", "health", "hospital"])
    def test_is_one_thing_and_never_everything(self, cast, blanket):
        with pytest.raises(ValidationError, match="is not an agreement"):
            photographs(cast, purpose=blanket)
        assert "everything" in EVERYTHING

    @pytest.mark.parametrize("extra", ["recipient", "recipient_kind", "information"])
    def test_names_nobody_who_would_be_told(self, cast, extra):
        with pytest.raises(ValidationError, match="Ask about sharing by itself"):
            photographs(cast, **{extra: {**matter(cast), "recipient_kind": "health"}[extra]})

    def test_lasts_as_long_as_the_policy_says_of_it(self, cast):
        with pytest.raises(ValidationError, match="No answer lasts longer than 6 months"):
            photographs(cast, purpose="public", review_on=in_a_year(300))
        assert photographs(cast, review_on=in_a_year(300)).pk

    def test_is_not_done_unasked_so_it_needs_no_ground(self, cast):
        with pytest.raises(ValidationError, match="for sharing only"):
            photographs(cast, "not_sought", ground="increased_risk", reason="He reads her messages.")

    @pytest.mark.parametrize("broken", [{"kind": "photographs"}, {"information": ""}, {"recipient_id": None}])
    def test_is_held_by_the_table_itself(self, cast, broken):
        share = mother(cast)
        with pytest.raises(IntegrityError), transaction.atomic(), as_owner(connection), maintenance(connection):
            QuerySet(Consent).filter(pk=share.pk).update(**broken)


@pytest.mark.clause("S-25", "H-12")
class TestThePages:
    def test_ask_for_one_kind_and_say_what_it_means(self, cast, as_):
        safe_to_ask(cast.amara, cast.leo)
        amara, record = as_(cast.amara), page("record", cast.leo)
        form = amara.get(record, {"kind": "photographs", "what": "public"}).context["form"]
        assert (form["kind"].value(), form["photographs"].value()) == ("photographs", "public")

        empty = dict.fromkeys(["purpose", "recipient", "information"], "")
        answer = filled(cast, kind="photographs", **empty)
        refused = amara.post(record, answer)
        assert EVERYTHING in refused.text and "Anybody can see and copy them" in refused.text
        amara.post(record, answer | {"photographs": "display"})
        assert permits(cast.leo, "photographs", "display") and not Consent.objects.get().information

    def test_keep_what_a_link_asks_while_somebody_says_who_is_there(self, cast, as_):
        asks = "?kind=medical&what=skin"
        amara = as_(cast.amara)
        before = amara.get(page("record", cast.leo) + asks)
        assert before.url == page("before", cast.leo) + asks

        room = {"present": "alone", "talk": "yes", "interpreter": "not_needed"}
        assert amara.post(before.url, room).url == page("record", cast.leo) + asks

    def test_of_a_person_say_what_is_agreed_refused_run_out_and_not_asked_and_ask_no_more_often(self, cast, as_):
        ben = as_(cast.ben)
        mother(cast)
        photographs(cast)
        ben.get(page("person", cast.leo))
        with CaptureQueriesContext(connection) as few:
            ben.get(page("person", cast.leo))
        photographs(cast, "refused", purpose="group")
        mother(cast, **EACH[2] | {"answered_at": ago(300), "review_on": ago(1).date()})
        with CaptureQueriesContext(connection) as many:
            shown = ben.get(page("person", cast.leo)).context["page"]

        found = {line.matter.purpose: line.standing.state for _, things in shown.besides for line in things}
        assert [found[thing] for thing in ("display", "group", "outings", "skin")] == [
            "given", "refused", "expired", "none",
        ]  # fmt: skip
        assert [line.matter.purpose for line in shown.lines] == ["health"] and len(many) == len(few)

    def test_of_the_register_list_each_kind_by_itself(self, cast, as_):
        photographs(cast)
        dana = as_(cast.dana)
        sharing, pictures = (
            dana.get(REGISTER, {"sort": "agreed", **about}) for about in ({}, {"about": "photographs"})
        )
        of_all = dana.get(BY_PERSON, {"about": "photographs"}).context["standings"]

        assert sharing.context["shown"] == [] and [one.purpose for one in pictures.context["shown"]] == ["display"]
        assert dict(of_all)[cast.leo] == [("Given", "green", 1)] and not any(
            summed for _, summed in dana.get(BY_PERSON).context["standings"]
        )
        assert cast.leo in dana.get(REGISTER, {"sort": "not_asked_yet"}).context["people"]
        assert dana.get(reverse("consent:register_agencies")).context["agencies"] == []

    def test_that_are_sealed_say_which_kind(self, cast):
        photographs(cast)
        (found,) = account_of(cast.leo, cast.dee, "x")["matters"]

        assert (found["kind"], found["recipient"]) == ("Photographs and film", "") and "walls" in found["purpose"]


@pytest.mark.clause("H-12", "S-16")
class TestAPictureInTheRecord:
    """Whoever reads it is told whether photographs were agreed to, where they may know, and where it needs that."""

    UNASKED = "nobody has agreed to photographs of Leo Larkin"

    def read(self, cast, as_, user, kind, name="sitting.jpg"):
        folder = cast.leo.folder(kind)
        if not folder.entries.exists():
            files = [Accepted(name, name[-3:], picture(), Scan.CLEAN)]
            Entry.write(by=cast.dee, folder=folder, kind="visit", fact="x", happened_at=ago(0), files=files)
        return as_(user).get(reverse("records:folder", args=[folder.public_id])).text

    def test_asks_why_it_is_kept_until_somebody_agrees(self, cast, as_):
        shown = self.read(cast, as_, cast.amara, "developmental")
        assert self.UNASKED in shown and "?kind=photographs" in shown
        photographs(cast)
        photographs(cast, "refused", purpose="group")
        shown = self.read(cast, as_, cast.amara, "developmental")
        assert "Photographs of them on the walls here" in shown and self.UNASKED not in shown
        assert "other families take home" not in shown

    def test_needs_no_yes_in_the_safeguarding_folder_nor_does_a_paper(self, cast, as_):
        assert "A picture is kept here" not in self.read(cast, as_, cast.dee, "safeguarding")
        assert "A picture is kept here" not in self.read(cast, as_, cast.dee, "send", "letter.pdf")

    def test_says_nothing_of_agreements_to_whom_they_are_not_open(self, cast, as_):
        self.read(cast, as_, cast.dee, "developmental")
        folder = cast.leo.folder("developmental")
        folder.grant(by=cast.dee, to=cast.chen, purpose="Story time", until=in_days(7))
        shown = self.read(cast, as_, cast.chen, "developmental")
        assert "sitting.jpg" in shown and "A picture is kept here" not in shown

    def test_stands_in_a_line_for_each_kind_on_their_record_and_asks_no_more_often(self, cast, as_):
        record = reverse("records:person", args=[cast.leo.public_id])
        amara = as_(cast.amara)
        assert amara.get(record).text.count("not asked yet") == 3
        with CaptureQueriesContext(connection) as few:
            amara.get(record)
        photographs(cast)
        with CaptureQueriesContext(connection) as many:
            shown = " ".join(amara.get(record).text.split())
        assert "of 4:" in shown and shown.count("not asked yet") == 2
        assert about_agreements(many) == about_agreements(few)


@pytest.mark.clause("H-12", "H-35")
class TestTheList:
    def test_is_copied_with_its_kind_and_comes_in_again_as_the_same(self, cast, as_):
        photographs(cast)
        (there,) = taken(as_(cast.dana))[1]
        assert (there["Kind of permission"], there["Agency or kind"]) == ("Photographs and film", "")

        same = {name: there[name] for name in ("Agency or kind", "Purpose", "Information")}
        again, earlier = read(cast, **same, **{"Answered on": there["Answered on"]}), read(cast, **same)
        assert "already" in again.problem and not earlier.problem
        assert Matter.of(earlier.answer) == Matter.of(Consent.objects.get())

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"Purpose": "everything"}, "“everything” cannot stand under “Purpose”"),
            ({"Agency or kind": "Police"}, "This is not about sharing"),
            ({"Information": "personal"}, "This is not about sharing"),
        ],
    )
    def test_mixes_no_kinds(self, cast, wrong, says):
        assert says in read(cast, **{"Purpose": "display", "Agency or kind": "", "Information": "", **wrong}).problem
