"""What each kind of entry asks beside its words, and what a good one contains; one readable table, without Django.

`KINDS` is in the order in which they are offered. Fact, opinion and own words are the same boxes everywhere; a kind
shows those it needs, each with an example of its own, and asks a few short things (`asks`) that are kept under their
keys and shown in words wherever the entry is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Ask:
    """One short question. ``shape``: a line, some words, a day, or one of the ``choices``."""

    key: str
    label: str
    shape: str = "line"
    required: str = ""  # what to do when it is left empty; nothing where it may be
    choices: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""
    past: bool = False  # asked once, and no more; what was answered then is told still

    def told(self, value: str) -> str:
        """The answer as people read it."""
        if self.shape == "day":
            day = date.fromisoformat(value)
            return f"{day.day} {day:%B %Y}"
        return self.choices.get(value, value)


@dataclass(frozen=True)
class EntryKind:
    """One kind of entry: its title, when to choose it, what a good one contains, and its own short form."""

    key: str
    title: str
    when: str
    good: tuple[str, str]
    boxes: Mapping[str, str]  # which boxes it shows, each with an example
    asks: tuple[Ask, ...] = ()
    on_body: bool = False

    def told(self, details: Mapping[str, str]) -> list[tuple[str, str]]:
        """What was answered, in the order it is asked, as (question, answer)."""
        return [(ask.label, ask.told(details[ask.key])) for ask in self.asks if details.get(ask.key)]


class NotAsked(ValueError):
    """An entry carries an answer to something that its kind does not ask."""


def checked(kind: str, details: Mapping[str, str]) -> dict[str, str]:
    """What is kept: only what this kind asks, and nothing empty. Raises NotAsked, naming what is wrong."""
    asks = {ask.key: ask for ask in KINDS[kind].asks} if kind in KINDS else {}
    kept = {key: value for key, value in details.items() if value}
    for key, value in kept.items():
        if key not in asks or (asks[key].choices and value not in asks[key].choices):
            raise NotAsked(f"{kind}: {key}")
        asks[key].told(value)  # a day that is none raises ValueError here
    return kept


def told(kind: str, details: Mapping[str, str]) -> list[tuple[str, str]]:
    """The answers of an entry in words; what an older form asked and this one does not is not there."""
    return KINDS[kind].told(details) if kind in KINDS else []


WHO = Ask("who", "Who was there?", hint="Names of staff; other children only as “another child”.")
INJURIES = Ask("injuries", "Was anybody hurt, and how?", "words", "Say who was hurt and how, or “Nobody”.")

KINDS = {
    kind.key: kind
    for kind in [
        EntryKind(
            "observation",
            "Observation",
            "Something you saw or heard, good or worrying.",
            ("What the person did or said, as a camera would show it.", "Where it was, and what came just before."),
            {
                "fact": "“She built a tower of nine blocks, then sat by the door.”",
                "own_words": "“I made it for Gran.”",
                "opinion": "“She seemed tired today.”",
            },
            on_body=True,
        ),
        EntryKind(
            "contact",
            "Contact with a parent or carer",
            "You spoke or wrote to a parent, or they to you.",
            ("What each of you said, in short.", "What you agreed, and who does it by when."),
            {
                "fact": "“Told Femi that he ate well. She asked for a later pick-up.”",
                "own_words": "“I can’t cope with the mornings.”",
                "opinion": "“She sounded relieved.”",
            },
            (
                Ask(
                    "how",
                    "How?",
                    "choice",
                    choices={
                        "face": "Face to face",
                        "phone": "By telephone",
                        "message": "By message or e-mail",
                        "letter": "By letter",
                    },
                ),
                Ask("agreed", "What was agreed?", "words", hint="Who does what, and by when."),
            ),
        ),
        EntryKind(
            "visit",
            "Visit",
            "You went to see somebody, or they came.",
            ("Who was there, and whom you saw on their own.", "What the place was like: warm, safe, food, beds."),
            {
                "fact": "“The flat was warm. Two beds for three children.”",
                "own_words": "“We sleep in the big one.”",
                "opinion": "“They need another bed soon.”",
            },
            (
                Ask("where", "Where?"),
                WHO,
                Ask("alone", "Was the child or adult seen on their own?", "choice", choices={"yes": "Yes", "no": "No"}),
            ),
            on_body=True,
        ),
        EntryKind(
            "meeting",
            "Meeting minutes",
            "A meeting about this person.",
            ("What was said by whom, in short; facts first.", "Each action with a name and a day."),
            {
                "fact": "“School said he was late four times in May.”",
                "own_words": "“I want to stay in my class.”",
                "opinion": "“I think the plan is too much at once.”",
            },
            (
                Ask("who", "Who was there?", required="Say who was there.", hint="Names and where they work."),
                Ask("actions", "What was agreed?", "words", hint="Who does what, and by when."),
                Ask("again_on", "When does it meet again?", "day"),
            ),
        ),
        EntryKind(
            "report",
            "Report received",
            "Another organisation sent you something.",
            ("Who wrote it, and when: their words, not yours.", "What they ask you to do, and any limit on its use."),
            {"fact": "“Hearing test on 3 May: both ears normal.”", "opinion": "“This explains why he turns his head.”"},
            (
                Ask("reported_on", "What date is on it?", "day"),
                Ask("limits", "Did they say how it may be used?", hint="“Not to be shown to the family yet.”"),
            ),
        ),
        EntryKind(
            "call",
            "Note of a telephone call",
            "Somebody rang, or you rang somebody.",
            ("Who rang whom, and the number they gave.", "Whether you rang back to be sure who it was."),
            {
                "fact": "“She asked whether Leo comes here. I did not say.”",
                "own_words": "“I know he is there.”",
                "opinion": "“I doubt that she was from the school.”",
            },
            (
                Ask("who_rang", "Who rang?", hint="Their name, and where they said they work."),
                Ask("number", "What number did they give?"),
                Ask(
                    "called_back",
                    "Did you ring back on a number you found yourself?",
                    "choice",
                    choices={"yes": "Yes, and it was them", "not_them": "Yes, and it was not them", "no": "No"},
                ),
            ),
        ),
        EntryKind(
            "accident",
            "Accident",
            "Somebody was hurt by accident.",
            ("Where, how, and which part of the body.", "What first aid was given, by whom, and when a parent knew."),
            {
                "fact": "“Ran, tripped on the mat, hit his chin on the step.”",
                "own_words": "“I was being a horse.”",
                "opinion": "“The mat slides. It should go.”",
            },
            (
                Ask("where", "Where did it happen?", required="Say where it happened."),
                Ask("injury", "What was the injury?", required="Say what the injury was, or “None that I could see”."),
                Ask("first_aid", "What first aid was given, and by whom?", required="Say what was given, or “None”."),
                Ask("parent_informed", "When was a parent told, by whom?", past=True),
            ),
            on_body=True,
        ),
        EntryKind(
            "intervention",
            "Physical intervention",
            "You held, moved or blocked somebody to keep them or others safe.",
            ("Why nothing less would do, and what was tried before.", "How, who held, for how long; hurt or not."),
            {
                "fact": "“He ran at the road. I held his arm and led him back.”",
                "own_words": "“Let me go, I want Mum!”",
                "opinion": "“He was frightened by the dog.”",
            },
            (
                Ask("why", "Why was it necessary?", "words", "Say why it was necessary."),
                Ask("before", "What was tried before?", "words", "Say what was tried, or why there was no time."),
                Ask("how_long", "How long did it last?", required="Say how long it lasted, as well as you know."),
                Ask("held_by", "Who held or moved them?", required="Say who held or moved them."),
                INJURIES,
                Ask("debrief", "Who talked it over with them afterwards, and when?", "words"),
            ),
            on_body=True,
        ),
        EntryKind(
            "behaviour",
            "Behaviour or bullying",
            "Somebody hurt, frightened or left out another, or was.",
            ("What came before, what happened, what came after.", "The other child only as “another child”."),
            {
                "fact": "“He took another child’s bag and threw it over the fence.”",
                "own_words": "“They always call me baby.”",
                "opinion": "“It is the third time this week.”",
            },
            (
                Ask("where", "Where did it happen?"),
                Ask("before", "What came just before?"),
                Ask("done", "What was done about it?", "words"),
                Ask("injuries", "Was anybody hurt, and how?", "words"),
            ),
            on_body=True,
        ),
        EntryKind(
            "absence",
            "Absence",
            "Somebody who should have been there was not.",
            ("Which days, what reason you were given, and by whom.", "What you did if nobody told you why."),
            {"fact": "“Did not come on Monday. Rang at 9:30, nobody answered.”", "opinion": "“This is not like her.”"},
            (
                Ask("from_on", "First day away", "day", "Enter the first day away."),
                Ask("until_on", "Last day away", "day", hint="Leave it empty if they are still away."),
                Ask("reason", "What reason was given?", hint="Leave it empty if nobody gave one."),
                Ask("given_by", "Who gave the reason?"),
            ),
        ),
        EntryKind(
            "change",
            "Change in the family",
            "Somebody moved in or out, a birth, a loss, a new job, a new address.",
            ("What changed, since when, and who told you.", "Never an address that must stay secret: tell the lead."),
            {
                "fact": "“Her father moved out at the weekend.”",
                "own_words": "“Daddy lives at the seaside now.”",
                "opinion": "“She may need more time in the morning.”",
            },
            (
                Ask("since_on", "Since when?", "day"),
                Ask(
                    "worry",
                    "Is there anything about it that worries you?",
                    "choice",
                    "Say whether it worries you.",
                    {"no": "No", "yes": "Yes"},
                    hint="If yes, nobody tells a parent before the lead says so.",
                ),
            ),
        ),
        EntryKind(
            "complaint",
            "Complaint",
            "Somebody is unhappy with what we did.",
            ("What they are unhappy with, in their words.", "What they want, and what you told them happens next."),
            {
                "fact": "“Says that nobody told her about the bump until Friday.”",
                "own_words": "“I should have been rung.”",
                "opinion": "“She is right.”",
            },
            (
                Ask("wanted", "What do they want to happen?", "words"),
                Ask("told", "What did you tell them happens next?", "words"),
            ),
        ),
        EntryKind(
            "reported",
            "Information from somebody without parental responsibility",
            "A grandparent, neighbour or childminder told you something about a child.",
            ("Who told you, and how they know.", "Their words, not yours: you did not see it."),
            {
                "fact": "“He cries when he is picked up.”",
                "own_words": "“I don’t want to go with him.”",
                "opinion": "“She sounded sure.”",
            },
        ),
    ]
}
