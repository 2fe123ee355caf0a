"""The rest of what can be written about the hidden child, so that no box in which somebody writes is left out.

Not every test that attacks walks over all of it: that would take twice as long.
"""

from django.utils import timezone

from consent.holders import KEEPERS, Holder
from consent.models import (
    BestInterests,
    Capacity,
    Consent,
    Conversation,
    EarlierRegister,
    NoticeGiven,
    Power,
    RegisterCopy,
    SheetGiven,
    SheetLink,
)
from governance.models import Disposal, Hold
from records.attaching.intake import Accepted
from records.attaching.scanner import Scan
from records.models import (
    AccessRequest,
    AccessReview,
    Agency,
    Allegation,
    BreakGlass,
    Concern,
    Entry,
    Flag,
    FolderAbout,
    Household,
    KeptOut,
    Likeness,
    LookedAt,
    OtherSetting,
    Person,
    PrivateNote,
    Received,
    Rectification,
    Relationship,
    SafeContact,
    Task,
    Tie,
    UnusualReading,
)  # fmt: skip
from sharing.models import Request, SharingAgreement, WithoutAgreement
from tests.architecture.partners import standing_for
from tests.cast import in_days, years_ago

from .world import canary


def write_the_rest(cast, hidden):
    nia, link, soon = hidden.person, hidden.link, in_days(9).date()
    _who_and_where(cast, nia, link)
    entry = _written(cast, nia, soon)
    _asked(cast, nia, soon)
    _looked_at(cast, nia)
    _apart(cast, nia, soon)
    _agreed(cast, nia, link)
    _cannot_decide(cast, link.other)
    _decided(cast, hidden)
    entry.restrict(by=cast.dee, to=[cast.amara], reason=canary("restriction"))


def _who_and_where(cast, nia, link):
    nia.change(by=cast.dee, informant_is=canary("informant_is"))
    Household.record(by=cast.dee, person=nia, links=[link], called=canary("home"), days=canary("home_days"))
    OtherSetting.record(by=cast.dee, person=nia, name=canary("club"), days=canary("club_days"))
    Agency.add(
        by=cast.dee,
        name=canary("agency"),
        kind="adults",
        secure_channel=canary("agency"),
        number_from=canary("agency"),
        procedures=canary("agency"),
    )
    SafeContact.protect(
        by=cast.dee, person=nia, kind="address", value=canary("locked"), avoid=canary("avoid"),
        withhold=[{"words": canary("withheld")}],
    )  # fmt: skip
    other = Person.register(by=cast.dee, name=canary("alike"), group="child")
    alike = Likeness.find(by=cast.dee, newer=other, earlier=nia, why_alike=canary("why_alike"))
    alike.merge(by=cast.dee, stays=nia, why=canary("why_merged"))
    alike.part(by=cast.dee, why=canary("why_parted"))


def _written(cast, nia, soon):
    said = {"folder": nia.folder("personal"), "kind": "visit", "happened_at": timezone.now()}
    note = Accepted(f"{canary('file')}.txt", "txt", b"Seen on Monday.", Scan.CLEAN)
    mark = {"outline": "child", "view": "front", "x": 500, "y": 300, "kind": "bruise", "words": canary("mark")}
    entry = Entry.write(by=cast.dee, fact=canary("kept_to_few"), files=[note], marks=[mark], **said)
    told = Entry.write(by=cast.dee, fact=canary("to_tell"), parent_told="due", **said)
    told.tellings.get().put_off(by=cast.dee, words=canary("telling"), look_on=soon)
    wrong = Rectification.ask(by=cast.dee, entry=entry, how="spoken", said_by=canary("says"), words=canary("wrong"))
    wrong.give_answer(by=cast.dee, answer="kept", reason=canary("rectified"))
    day = timezone.localdate()
    Received.record(
        by=cast.dee,
        entry=entry,
        agency=cast.social_care,
        received_on=day,
        lock="ask",
        review_on=soon,
        conditions=canary("conditions"),
    )
    entry.received.permit(by=cast.dee, on=day, who=canary("permitted_by"), how=canary("permitted_how"))
    flag = Flag.put(
        by=cast.dee, person=nia, kind="health", reason=canary("flag"), told=canary("flag_told"), review_on=soon
    )
    flag.end(by=cast.dee, why=canary("flag_ended"))
    task = Task.give(by=cast.dee, person=nia, owner=cast.amara, what=canary("task"), due_on=soon)
    task.finish(by=cast.amara, words=canary("task_done"))
    return entry


def _asked(cast, nia, soon):
    asked = {"group": "child", "kinds": ["safeguarding"], "until": soon}
    request = AccessRequest.ask(by=cast.ben, person=nia, why=canary("asked_why"), **asked)
    request.refuse(by=cast.dee, reason=canary("asked_answer"))
    AccessRequest.ask(by=cast.amara, words=canary("asked_words"), why=canary("asked_again"), **asked)
    said = {name: canary(f"request_{name}") for name in ("name", "post", "organisation", "asked_for", "why")}
    taken = Request.receive(
        by=cast.dee, people=[nia], others=canary("request_words"), authority=canary("shown"), **said
    )
    taken.close(by=cast.dee, why=canary("request_closed"))
    Tie.declare(by=cast.amara, words=canary("tie")).dismiss(by=cast.dee, reason=canary("tie_answer"))
    AccessReview.review(by=cast.dora, group="child", found=canary("review_found"))


def _looked_at(cast, nia):
    broken = BreakGlass.begin(by=cast.amara, reason="danger", why="x", words=canary("glass"), reference=nia.public_id)
    broken.answer_for(by=cast.dee, answer="not_needed", words=canary("glass_answer"))
    day = {"day": timezone.localdate(), "kind": "night", "many": 1, "groups": {"child"}}
    unusual = UnusualReading.notice(by=cast.adam, reader=cast.amara, person=nia, **day)
    unusual.explain(by=cast.amara, words=canary("unusual"))
    LookedAt.look(by=cast.dora, thing=unusual, outcome="follow", words=canary("looked_at"))
    answered = Concern.log(by=cast.amara, danger="no", people=[nia], facts=canary("facts"))
    said = {name: canary(name) for name in ("discussed", "outcome", "next_step", "reporter_words")}
    answered.answer(by=cast.dee, **said)
    answered.dispute(by=cast.amara, why=canary("not_enough"))
    concern = Concern.objects.get(about_staff=cast.ade)
    Allegation.settle(by=cast.sena, concern=concern, answer="not_needed", words=canary("officer"))


def _apart(cast, nia, soon):
    PrivateNote.write(by=cast.dee, person=nia, words=canary("private_note"))
    about = {"name": canary("apart"), "words": canary("apart_is"), "why": canary("apart_why")}
    folder = FolderAbout.start(by=cast.dee, kind="parent", **about)
    folder.about.keep_longer(by=cast.dee, until=soon, why=canary("kept_longer"))
    KeptOut.shut(by=cast.dee, folder=folder, who=cast.amara, reason=canary("kept_out"))
    proposed = Disposal.propose(by=cast.dee, thing=folder, rule="not_needed", why=canary("disposal"))
    proposed.withdraw(by=cast.dee, why=canary("disposal_over"))
    hold = Hold.put(by=cast.dee, on=nia, kind="claim", reason=canary("hold"))
    hold.lift(by=cast.dee, why=canary("hold_over"))


def _agreed(cast, nia, link):
    NoticeGiven.explain(by=cast.dee, person=nia, how="letter", to_name=canary("told"), language=canary("language_of"))
    consent = Consent.objects.get(person=nia)
    KEEPERS.append(lambda _: [Holder(canary("holder"), canary("holder"), timezone.localdate())])
    consent.withdraw(by=cast.dee, words=canary("withdrawn"))
    KEEPERS.pop()
    _asked_at_home(cast, nia, link)
    Consent.record(
        by=cast.dee, person=nia, answered_by=link.other, relationship=link, footing="parent", state="refused",
        how="writing", kind="photographs", purpose="display", words=canary("besides"), review_on=in_days(30).date(),
    )  # fmt: skip
    Consent.record(
        by=cast.dee, person=nia, state="not_sought", ground="urgent_help", reason=canary("not_sought"),
        language=canary("language_of"), recipient=cast.social_care, information="safeguarding", purpose="protection",
        review_on=in_days(30).date(),
    )  # fmt: skip


def _asked_at_home(cast, nia, link):
    day, room = in_days(9).date(), {"present": "others", "talk": "no", "interpreter": "not_needed"}
    matter = {"purpose": "health", "recipient": cast.social_care, "information": "personal"}
    father = Person.register(by=cast.dee, name=canary("asked_by_link"), group="adult")
    seen = {"pr_basis": "birth_register", "pr_evidence": canary("seen"), "pr_seen_by": cast.dee}
    seen["pr_seen_on"] = timezone.localdate()
    Relationship.link(by=cast.dee, person=nia, other=father, kind="father", **seen)
    asked = matter | {"purpose": "learning", "to_person": father, "answer_by": day, "alone": True}
    sent = SheetLink.send(by=cast.dee, person=nia, sent_to=f"{canary('asked_at')}@example.org", **asked)
    sent.say(by=cast.dee, answer="talk", words=canary("by_link"), name=canary("by_link_name"))
    Conversation.begin(by=cast.dee, person=nia, **room).put_off(by=cast.dee, again_on=day, because=canary("put_off"))
    sheet = SheetGiven.give(by=cast.dee, person=nia, to_person=link.other, answer_by=day, **matter)
    sheet.let_go(by=cast.dee, why=canary("let_go"))
    Consent.record(
        by=cast.dee, person=nia, answered_by=link.other, relationship=link, footing="parent", state="refused",
        how="on_screen", signature={"typed_name": canary("typed"), "present": canary("present")},
        review_on=in_days(30).date(), **matter,
    )  # fmt: skip


def _cannot_decide(cast, holder):
    """Grown, and still looked after by those who know Nia."""
    grown = Person.register(
        by=cast.dee, name=canary("grown"), group="child", born_on=years_ago(19), key_person=cast.amara
    )
    one = {"purpose": "health", "recipient": cast.social_care, "information": "personal", "about": canary("one")}
    said = {name: canary(name) for name in ("help_given", "impairment", "reasons")}
    soon, abilities = in_days(30).date(), dict.fromkeys(Capacity.ABILITIES, False)
    unable = Capacity.assess(by=cast.dee, person=grown, because_of_it=True, review_on=soon, **one, **said, **abilities)
    thought = {name: canary(name) for name in ("decided_by", "wants", "asked", "less_restrictive", "can_wait")}
    BestInterests.decide(
        by=cast.dee, person=grown, shares=True, capacity=unable, review_on=soon, reasons=canary("why"), **one, **thought
    )
    held = Relationship.link(by=cast.dee, person=grown, other=holder, kind="attorney")
    seen = {"evidence": canary("power"), "limits": canary("power_limits"), "registered_on": in_days(-9).date()}
    Power.record(by=cast.dee, person=grown, relationship=held, kind="welfare", **seen)
    EarlierRegister.bring_in(by=cast.dee, source=canary("source"), sha256="0" * 64, answers=[])
    RegisterCopy.take(by=cast.dana, purpose=canary("copied"), sha256="0" * 64, many=0)


def _decided(cast, hidden):
    WithoutAgreement.explain(by=cast.dee, decision=hidden.refused, reason=canary("without_agreement"))
    days = dict.fromkeys(("starts_on", "review_on", "ends_on"), in_days(9).date())
    said = {"purposes": [], "information": [], "legal_basis": "public_task", "parties": canary("agency")}
    SharingAgreement.record(by=cast.dee, agency=cast.social_care, files=[], **said, **days)
    stands = standing_for(cast, hidden.person)
    WithoutAgreement.explain(by=cast.dee, decision=stands.decision, reason=canary("without_agreement"))
    stands.share(by=cast.dee, contact=cast.contact, what=canary("routine"), method="telephone", at=timezone.now())
    said = {"said_by": canary("reply_by"), "words": canary("reply"), "next_step": canary("reply_next")}
    hidden.emergency.reply.record(by=cast.dee, answer="declined", **said)
    hidden.refused.tell_requester(by=cast.dee, how=canary("told_how"), at=timezone.now())
    hidden.emergency.review(by=cast.dora, said=canary("second_said"))
    hidden.overridden.send_again(by=cast.amara, sent_to=f"{canary('sent_to')}@example.org")
    receipt = {"name": canary("opened_by"), "sha256": "0" * 64, "at": timezone.now()}
    link = hidden.overridden.disclosure.deliveries.latest("pk")
    hidden.overridden.note_opened(by=cast.dee, delivery=link, **receipt)
    hidden.overridden.report_mistake(by=cast.amara, kind="wrong", words=canary("mistake"))
    incident = hidden.overridden.disclosure.incidents.get()
    hidden.overridden.settle_mistake(by=cast.dee, incident=incident, done=canary("mistake_done"))
