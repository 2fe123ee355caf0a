"""One real thing for every address, all of it about Leo: what the table of pages is tried on."""

from datetime import timedelta

from django.utils import timezone

from consent.models import NoticeGiven
from governance.models import Hold
from records.attaching.intake import Accepted
from records.attaching.scanner import Scan
from records.models import (
    AccessRequest,
    BreakGlass,
    Concern,
    Entry,
    Flag,
    FolderAbout,
    Household,
    KeptOut,
    Likeness,
    Order,
    OtherSetting,
    PaperScan,
    Person,
    PrivateNote,
    Question,
    Received,
    Rectification,
    Relationship,
    SafeContact,
    Task,
    Tie,
    UnusualReading,
)
from sharing.models import Decision, Draft
from staff import roles
from tests.architecture import agreements, disposals, partners, staffing
from tests.cast import in_days, member
from tests.sharing.conftest import AGREED, NOT_TO_SHARE, REFUSED, REFUSED_HARM, TO_SHARE

from .words import CANARIES

OF_AN_ENTRY = ("source", "why", "weigh", "restrict", "correct", "mark_historical", "rectify", "move", "moved")


def build(cast):
    """The arguments of each address, by the name of the page."""
    leo, personal = cast.leo, cast.leo.folder("personal")
    personal.grant(by=cast.dee, to=cast.ben, purpose="Covers", until=in_days(9))
    leo.exclude(by=cast.sena, who=member("noor", roles.Volunteer), reason="A neighbour")
    over = disposals.proposed(cast)
    told = {"kind": "visit", "fact": "Went to see them.", "happened_at": in_days(-1)}
    entry = Entry.write(by=cast.amara, folder=personal, files=[NOTE], **told)
    link = Relationship.objects.get(person=leo, other=cast.femi)
    address = _locked(cast)
    agreed = agreements.build(cast, link, NOTE) | partners.build(cast, NOTE)
    concern = Concern.log(by=cast.amara, people=[leo], danger="no", facts="A bruise.")
    about_chen = Concern.log(by=cast.amara, danger="no", facts="Rough.", is_about_staff=True, about_staff=cast.chen)
    home = Household.record(by=cast.amara, person=leo, called="At home", links=[link])
    answered = _answered(cast)
    made = _decisions(cast)  # after what would wake a decision not to share: a request, a concern, another home
    question = Question.ask(by=cast.amara, group="child", words="May I?")
    noted = PrivateNote.write(by=cast.amara, person=leo, words="Ask what he likes to eat.")
    paper = staffing.on_paper(cast)
    PaperScan.put_with(by=cast.adam, paper=paper, files=[NOTE])
    draft = Draft.begin(owner=cast.amara, people=[leo], facts={"danger": "no"}, details={"welfare": {"welfare": "He"}})
    NoticeGiven.explain(by=cast.amara, person=leo, to_person=cast.femi, how="in_person")
    of = agreed | {
        concern: [f"records:{name}" for name in (*ON_CONCERNS, *VERSIONS_OF["concern"])],
        answered: ["records:not_enough"],
        about_chen: ["records:officer", "records:keep_apart"],
        question: ["records:question", "records:become_concern"],
        personal: ["governance:dispose_folder", "records:folder", "records:kinds", "records:write", "records:grant"],
        leo.folder("safeguarding"): ["records:ask_access"],
        asked_for(cast): ["records:access_request"],
        ending(cast): ["records:renew"],
        _broken(cast): ["records:glass", "records:close_glass"],
        _unusual(cast): ["records:unusual"],
        restricted(cast): ["records:lift"],
        (apart := about_gran(cast)): ["governance:holds_on_folder", "records:apart", "records:shut_folder"],
        apart.about: ["records:change_about", "records:keep_longer"],
        apart.kept_out.get(): ["records:end_shut"],
        Tie.declare(by=cast.vik, words="The Larkins are my neighbours"): ["records:tie"],
        entry: ["governance:dispose_entry", *(f"records:{name}" for name in (*OF_AN_ENTRY, *VERSIONS_OF["entry"]))],
        _flag(cast): ["records:review_flag"],
        _task(cast): ["records:task"],
        noted: ["records:note", "records:throw_away"],
        _from_a_partner(cast): ["records:permit", "records:review_source"],
        to_tell(cast): ["records:tell", "records:rule"],
        _said_to_be_wrong(cast, entry): ["records:answer_rectification"],
        link: [f"records:{name}" for name in ("change_relation", *VERSIONS_OF["relationship"])],
        entry.attachments.get(): ["records:attachment", "governance:dispose_file"],
        _order(cast): [f"records:{name}" for name in ("change_order", *VERSIONS_OF["order"])],
        home: ["records:change_household"],
        OtherSetting.record(by=cast.amara, person=leo, name="A club"): ["records:change_setting"],
        personal.grants.get(): ["records:end_grant"],
        leo.exclusions.get(): ["records:end_exclusion"],
        cast.social_care: ["records:agency", "records:verify_contact", "records:change_agency"],
        cast.contact: ["records:end_agency_contact"],
        over: disposals.ON_PROPOSALS,
        Hold.put(by=cast.dee, on=leo, kind="claim", reason="A claim of the family"): ["governance:lift_hold"],
        leo: [*disposals.ABOUT_PEOPLE, *ABOUT_PEOPLE, *agreements.ABOUT_PEOPLE],
        _alike(cast, "Leon Larkin"): ["records:likeness"],
        _alike(cast, "L Larkin", merged=True): ["records:part"],
        address: [f"records:{name}" for name in ABOUT_CONTACTS],
        draft: [f"sharing:{name}" for name in ("request", "welfare", "recipient", "lead", "propose", "settle", "drop")],
        made["waiting"]: [f"sharing:{name}" for name in WAITING],
        made["signed"]: ["governance:dispose_decision", *(f"sharing:{name}" for name in SIGNED)],
        made["woken"]: ["sharing:look_again", "sharing:anew"],
        made["emergency"].reply: ["sharing:reply"],
        made["emergency"]: ["sharing:emergency_recorded", "sharing:review", "sharing:mistake", *SENT],
        made["returned"]: ["sharing:again"],
        made["asked"]: ["sharing:advise"],
        made["asked"].advice.get(): [f"sharing:{name}" for name in VERSIONS_OF["advice"]],
        made["to_share"]: ["sharing:disclose", "sharing:hold_back"],
        made["held"]: ["sharing:let_go"],
        made["disputed"]: ["sharing:disagree"],
        made["disputed"].disagreements.get(): ["sharing:answer_disagreement"],
        cast.amara.sessions.create(**HERE): ["staff:end_session"],
        cast.amara.devices.create(mark="mark", words="Firefox on Linux"): ["staff:know_device"],
        cast.vik: [f"staff:{name}" for name in ABOUT_STAFF],
        cast.vik.appointments.get(): ["staff:end_role"],
        cast.amara.managed_lines.get(): ["staff:end_line"],
        staffing.on_cover(cast): ["staff:end_cover"],
        paper: ["staff:sign_again", "staff:end_paper", "records:paper"],
        PaperScan.objects.get(paper=paper): ["records:paper_scan"],
    }
    arguments = {name: [thing.public_id] for thing, names in of.items() for name in names}
    return arguments | {
        "sharing:start_from_concern": [concern.public_id],
        "records:note_entry": [noted.public_id, "personal"],
        "sharing:question": [draft.public_id, "harm"],
        "sharing:emergency_screen": [draft.public_id, "told"],
        "portal:door": ["a-token"],
        "staff:welcome": [cast.vik.public_id, "a-token"],
    }


def _answered(cast):
    concern = Concern.log(by=cast.amara, people=[cast.leo], danger="no", facts="He was cold.")
    concern.answer(by=cast.dee, discussed="With Amara", outcome="Watched", next_step="None", look_on=in_days(9).date())
    return concern


def asked_for(cast):
    return AccessRequest.ask(
        by=cast.amara, person=cast.leo, group="child", kinds=["safeguarding"], why="To help", until=in_days(9).date()
    )


def _broken(cast):
    """Chen's, of somebody else: it would open Leo's pages to Chen."""
    nia = Person.register(by=cast.dee, name="Nia Novak", group="child")
    return BreakGlass.begin(by=cast.chen, reason="danger", why="x", words="She is not at home", reference=nia.public_id)


def _unusual(cast):
    what = {"day": timezone.localdate(), "kind": "night", "many": 1, "groups": {"child"}}
    return UnusualReading.notice(by=cast.adam, reader=cast.chen, **what)


def about_gran(cast):
    """A folder apart, with Amara shut out of it by name."""
    folder = FolderAbout.start(by=cast.dee, kind="parent", name="Gran Larkin", why="To see her safely")
    KeptOut.shut(by=cast.dee, folder=folder, who=cast.amara, reason="Her niece")
    return folder


def restricted(cast):
    entry = Entry.write(
        by=cast.amara, folder=cast.leo.folder("personal"), kind="visit", fact="Hers.", happened_at=in_days(-2)
    )
    entry.restrict(by=cast.amara, to=[], reason="About her own family")
    return entry


def _flag(cast):
    said = {"kind": "health", "reason": "Nuts", "told": "Femi", "review_on": in_days(30).date()}
    return Flag.put(by=cast.amara, person=cast.leo, **said)


def _task(cast):
    return Task.give(by=cast.dee, person=cast.leo, owner=cast.amara, what="Ring", due_on=in_days(9).date())


def _from_a_partner(cast):
    said = {"kind": "report", "fact": "A letter.", "happened_at": in_days(-1)}
    entry = Entry.write(by=cast.amara, folder=cast.leo.folder("personal"), **said)
    day = in_days(-1).date()
    Received.record(by=cast.amara, entry=entry, agency=cast.social_care, received_on=day, lock="ask", review_on=day)
    return entry.received


def to_tell(cast):
    said = {"kind": "behaviour", "fact": "He hit out.", "happened_at": in_days(-1), "parent_told": "due"}
    return Entry.write(by=cast.amara, folder=cast.leo.folder("personal"), **said).tellings.get()


def ending(cast):
    folder = cast.leo.folder("send")
    folder.grant(by=cast.dee, to=cast.amara, purpose="To plan with his school", until=in_days(9))
    return folder.grants.get()


NOTE = Accepted("note.txt", "txt", b"Seen on Monday.", Scan.CLEAN)
HERE = {"session_key": "a-key", "expire_date": in_days(1), "began_at": in_days(0)}
KINDS = ["person", "relationship", "order", "safecontact", "entry", "concern", "consent", "decision", "advice"]
VERSIONS_OF = {kind: [f"{kind}_history", f"{kind}_changes"] for kind in KINDS}
ABOUT_CONTACTS = ["reveal", "change_contact", "end_contact", *VERSIONS_OF["safecontact"]]
ON_CONCERNS = ["concern", "sent", "acknowledge", "answer", "link", "rule_concern"]
ON_ENTRIES = ["correct", "mark_historical", "rectify", "move", "moved"]
ON_RECORDS = ["person", "change_person", "key_person", "add_relation", "protect", "chronology", "story", "access"]
ON_RECORDS += ["looks", "exclude"]
ON_RECORDS += ["alike", "flag", "write_note", "add_task_about", "family", "add_order", "add_household", "add_setting"]
ABOUT_PEOPLE = [
    *(f"records:{name}" for name in [*ON_RECORDS, *VERSIONS_OF["person"]]),
    *(f"sharing:{name}" for name in ("start", "person")),
]
ABOUT_STAFF = [
    "account",
    "give_role",
    "start_line",
    "deactivate",
    "last_day",
    "reactivate",
    "send_link",
    "end_second_factor",
]
SIGNED = ["amend", "record", "copy", "requester_told", "wake", "family", "family_letter"]
SENT = [f"sharing:{name}" for name in ("sent", "take_back", "text_code", "send_again", "wrong_person", "take_parcel")]
WAITING = ["proposed", "withdraw", "decision", "approve", "decline", "send_back", "seek_advice"]
WAITING += ["without_agreement", *VERSIONS_OF["decision"]]


def _locked(cast):
    """Where Leo lives, and where he lived before."""
    old, new = (f"{canary} Larkspur Row" for canary in CANARIES)
    address = SafeContact.protect(by=cast.amara, person=cast.leo, kind="address", value=old, withhold=[{"words": "Al"}])
    address.change(by=cast.dee, value=new)
    return address


def _said_to_be_wrong(cast, entry):
    return Rectification.ask(by=cast.amara, entry=entry, said_by="Femi", how="spoken", words="It was Tuesday.")


def _order(cast):
    limits = {"limited": cast.quin, "no_collection": True, "starts_on": timezone.localdate()}
    return Order.record(by=cast.dee, person=cast.leo, kind="prohibited_steps", **limits)


def _decisions(cast):
    def propose(facts):
        request = {"name": "Amara Example", "asked_for": "What we saw", "why": "To keep him safe"}
        to = {"contact": cast.contact, "agency": cast.social_care, "information": "safeguarding"}
        return Decision.propose(by=cast.amara, people=[cast.leo], facts=facts, request=request, **to)

    made = {"waiting": propose(REFUSED_HARM), "returned": propose(AGREED), "to_share": propose(AGREED)}
    made["asked"] = propose(REFUSED | {"harm": "unsure"})
    made["asked"].seek_advice(by=cast.dee, door="The service", asked="What now?")
    made["returned"].send_back(by=cast.dee, comment="Which arm?")
    made["to_share"].sign(by=cast.dee, outcome="share", **TO_SHARE)
    made["signed"] = propose(REFUSED | {"public_interest": "insufficient"})
    soon = timezone.localdate() + timedelta(days=30)
    made["signed"].sign(by=cast.dee, outcome="not_share", review_on=soon, **NOT_TO_SHARE)
    made["woken"] = propose(REFUSED | {"public_interest": "insufficient"})
    made["woken"].sign(by=cast.dee, outcome="not_share", review_on=soon, **NOT_TO_SHARE)
    made["woken"].reopen(by=cast.dee, why="He moved.")
    made["disputed"] = propose(AGREED)
    made["disputed"].sign(by=cast.dora, outcome="share", **TO_SHARE)
    made["disputed"].disagree(by=cast.dee, why="She would be safer without")
    made["held"] = propose(AGREED)
    made["held"].sign(by=cast.dee, outcome="share", **TO_SHARE)
    made["held"].hold_back(by=cast.amara, sha256="0" * 64, to_whom="Sol", kinds="Address", words="Nuts", why="Help")
    to = {"to_whom": "Crew", "taken_by": "Crew", "method": "in_person", "shared_at": timezone.now()}
    made["emergency"] = Decision.record_emergency(
        by=cast.amara, people=[cast.leo], facts={"danger": "yes"}, rationale="He could not breathe.", welfare="Help.",
        request={"name": "Amara", "asked_for": "What he ate", "why": "To treat him"},
        disclosure=to | {"will_do": "emergency"}, items=[{"what": "Nuts", "nature": "fact", "why_needed": "Treatment"}],
    )  # fmt: skip
    made["emergency"].report_mistake(by=cast.amara, kind="wrong", words="A neighbour has it")
    return made


def _alike(cast, name, merged=False):
    other = Person.register(by=cast.amara, name=name, group="child", key_person=cast.amara)
    alike = Likeness.find(by=cast.dee, newer=other, earlier=cast.leo, why_alike="Names much alike")
    if merged:
        alike.merge(by=cast.dee, stays=cast.leo, why="The same birth certificate")
    return alike
