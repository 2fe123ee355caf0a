"""The way through the questions, and the statements of whoever signs, as people fill them in."""

import re

from django.utils import timezone

WELFARE = {
    "What do this person’s safety and welfare ask for": "He needs somebody who can help him, soon and gently.",
    "What may happen if nothing is shared": "He may be hurt again.",
    "Who else is or may be at risk": "His baby sister",
    "Whom could sharing it harm": "Nobody",
}
NEEDED = {"What exactly would leave": "What was seen on both days, in four sentences."}
BRUISES = {"What makes you think so": "A second bruise on the upper arm, and two explanations."}


def says(answer, **more):
    """Answer a question, and fill in what is asked beside it."""

    def fill(seat):
        if answer:
            seat.page.get_by_role("radio", name=beginning(answer)).first.check()
        seat.writes({label: words for label, words in more.get("words", {}).items()})
        for question, choice in more.get("choices", {}).items():
            seat.answers(question, choice)
        for label, option in more.get("picks", {}).items():
            seat.picks(label, option)
        seat.writes(more.get("beneath", {}))  # boxes that an answer above brought to light

    return fill


def beginning(words):
    return re.compile(rf"^{re.escape(words)}")


def purpose(which, information):
    words = {"In one sentence": "So that somebody who can help sees him at home."}
    return says("Yes", words=words, choices={"Which purpose": which, "Which kind of information": information})


LAW = {
    "On which lawful basis": "Recognised legitimate interest",
    "Why does it not rest": "Asking would undo",
    "Which power": "Children Act 1989, section 47",
}
TOLD_BEFORE = says(None, choices={"Is the person told": "Tell the person before"})
CALM = {
    "Is anybody in danger now": says("No, nobody"),
    "Safety and welfare come first": says(None, words=WELFARE),
    "could anybody come to significant harm": says("No"),
    "Is this about a serious crime": says("No"),
    "Is there a legitimate purpose": purpose("Protecting somebody", "Worries about safety"),
    "Could anybody work out who": says("Yes"),
    "Is the information confidential": says("Yes"),
    "Is there a reason why nobody should ask": says("No, it is safe"),
    "Is there agreement": says(None),
    "Is there a law or a court order": says("No"),
    "Does anything forbid": says("No"),
    "Is it the right information": says(None, words=NEEDED, choices={"How would it be sent": "By telephone"}),
    "Is the decision properly recorded": says(
        None,
        picks=LAW,
        choices={"which condition": re.compile("Safeguarding"), "Is the person told": "Tell the person before"},
        beneath={"What makes that true here": "His mother said no, and he cannot wait."},
    ),
}


def to(recipient):
    return {"Who would receive it": says(None, picks={"A person or agency": recipient})}


def asks_whether(seat, about, answers):
    """Open somebody's record, ask whether something may be shared, and answer until the way ends."""
    finds(seat, about)
    seat.follows("May something be shared?")
    seat.answers("Who asks", "We want to share it ourselves")
    seat.presses("Start")
    answers_all(seat, answers)


def finds(seat, name):
    seat.opens("/records/people/")
    seat.writes({"name": name})
    seat.presses("Find")
    seat.follows(name)


def answers_all(seat, answers):
    """Answer each page by what it asks; returns what was asked, in order."""
    asked = []
    while (heading := asks(seat)) != "Where this leads":
        assert heading not in asked, f"{heading} came again: {seat.text}"
        asked.append(heading)
        next(fill for question, fill in answers.items() if question in heading)(seat)
        seat.presses("Continue")
    return asked


def asks(seat):
    seat.page.wait_for_load_state()
    return seat.heading.strip()


def signs_herself(seat, password):
    seat.follows("Record and sign")
    seat.writes({"Why is this the right decision": "They agreed in writing, and only what the therapist needs leaves."})
    seat.ticks_all("What you have checked about what leaves")
    seat.ticks("I have no conflict of interest")
    seat.signs(password)
    seat.presses("Sign")


def overrides(seat, password):
    """Every statement that sharing without agreement asks for, and the signature under them."""
    seat.follows("Share: decide and sign")
    seat.answers("Condition for sensitive", re.compile("Safeguarding"))
    seat.picks("Why does it not rest", "Asking would undo")
    for label, option in {
        "Lawful basis": "Recognised legitimate interest",
        "Legal power": "Children Act 1989, section 47",
        "Ground for sharing": "Keeping quiet would leave the person",
    }.items():
        seat.picks(label, option)
    seat.writes(
        {
            "What makes that true here": "His mother said no, and he cannot wait.",
            "Why is it necessary": "Only social care can see him at home tonight.",
            "Which less intrusive ways": "We offered to speak with the parents again; it was refused.",
            "Whose rights were balanced": "His safety against his mother's wish that nobody is told.",
            "What may happen if nothing": "He may be hurt again.",
            "Why is this the right decision": "Two bruises, two explanations, and he named somebody. He cannot wait.",
        }
    )
    seat.answers("Is the person told", "Tell the person afterwards")
    seat.writes({"How they were told": "His mother is told by the social worker."})
    seat.dates("Told on, or looked at again on", in_days=2)
    seat.ticks_all("What is shared is")
    seat.ticks("I have no conflict of interest")
    seat.signs(password)
    seat.presses("Sign this decision to share")


def records_what_was_shared(seat, what, will_do, tells="Yes, they were told"):
    """A piece chosen from the record, exactly what leaves shown first, and only then recorded."""
    seat.ticks(what)
    seat.writes({"Why is it needed?": "It is what they act on.", "Their reference": "EX-311"})
    seat.answers("To whom", re.compile("."))
    seat.answers("How?", "By telephone")
    seat.dates("When?", time=f"{timezone.localtime():%H:%M}")  # it was signed a moment ago
    seat.writes({"Who took the call": "The duty worker", "Who told them, when": "As the decision says."})
    seat.answers("What will they do", will_do)
    seat.answers("Has the person, or the family, been told", tells)
    seat.answers("May the family learn", "Yes")
    seat.dates("When is that looked at again", in_days=3)
    seat.ticks("I have checked each piece")
    seat.presses("Show me exactly what leaves")
    seat.reads("Exactly what leaves", what)
    seat.presses("This is what was shared")


def declines(seat, password):
    seat.follows("Do not share")
    seat.answers("is the public interest strong enough", "No, it is not strong enough")
    seat.writes(
        {
            "How is the person kept safe meanwhile": "Nothing is needed: nobody is at risk, and he is seen every day.",
            "How they were told": "His parents said no, and hear that nothing was shared.",
            "Why is this the right decision": "There is no harm, both parents said no, and nothing is lost by waiting.",
        }
    )
    seat.dates("When is this looked at again", in_days=60)
    seat.answers("Is the person told", "Tell the person before")
    seat.ticks("I have no conflict of interest")
    seat.signs(password)
    seat.presses("Sign this decision not to share")


def tells_whoever_asked(seat):
    seat.opens("/sharing/mine/")
    seat.follows("Record that whoever asked was told")
    no = "No, because his parents do not agree; he understood."
    seat.writes({"Who was told": "Bryn Vale", "What are they told": no})
    seat.answers("How?", "By telephone")
    seat.dates("When?", time="00:01")
    seat.presses("Record that they were told")


def is_asked_by_somebody_outside(seat):
    seat.answers("What kind of request", "Somebody else")
    seat.writes(
        {
            "Who asks": "Bryn Vale",
            "Their post": "Health visitor",
            "Their agency": "Example Health Visiting",
            "What do they ask for": "How Ollie is getting on at play",
            "What do they need it for": "For the two-year review, which is late",
        }
    )
    seat.dates("When did they ask", time="00:01")


def records_an_emergency(seat, about):
    """Four short screens, after everybody is safe."""
    seat.writes({"What is happening": "He stopped breathing at the table."})
    seat.ticks(about)
    seat.answers("Is anybody under 18", "Yes")
    seat.presses("Continue")
    seat.answers("Whom did you tell", "Police, ambulance")
    seat.dates("When?", time="00:01")
    seat.writes({"Who took the call": "not given"})
    seat.answers("What will they do", "Emergency help")
    seat.presses("Continue")
    seat.writes({"The facts you told them": "His allergy, and what he ate.", "Why could it not wait": "To treat him."})
    seat.presses("Continue")
    seat.answers("Has the person, or the family", "Yes, they know")
    seat.writes({"Who else is or may be at risk": "Nobody", "Whom could it harm": "Nobody"})
    seat.presses("Record it")


def settles_not_to_share(seat, password):
    seat.follows("Record and sign")
    seat.writes(
        {
            "Why is this the right decision": "Nobody could say what it would be used for, so nothing leaves.",
            "How is the person kept safe": "Nobody is at risk.",
        }
    )
    seat.dates("When will this be looked at again", in_days=30)
    seat.ticks("I have no conflict of interest")
    seat.signs(password)
    seat.presses("Sign")
