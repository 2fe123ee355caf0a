"""The pages before the question: the room, another day, and the sheet that says in plain words what is asked."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from policy import packs, sheets
from records.models import Person
from staff.access import asked, holds, keep, loads
from staff.roles import Can

from ..forms import GiveSheetForm, LetGoForm, NotNowForm, RoomForm, SheetForm
from ..forms.matter import begun_with
from ..models import Conversation, SheetGiven
from ..models.kind import Kind
from ..standing import Matter

OPENS = Person.objects.whose_personal_folder_opens_to
CLOSED = (
    "What people were told and agreed to is kept in the personal folder, and that folder is not open to you. "
    "The safeguarding lead can let you in, with a purpose and an end."
)
GONE_ON = "Somebody has asked them since, or it was not you who put it off."


@require_http_methods(["GET", "POST"])
@loads(OPENS, otherwise=CLOSED)
def before(request, person):
    form = asked(request, RoomForm)
    if form.is_valid():
        talk = Conversation.begin(by=request.user, person=person, **form.room())
        return _onward(request, "record", person) if talk.went_on else redirect("consent:not_now", talk.public_id)
    return render(request, "consent/before.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@loads(Conversation.objects.put_off_by, otherwise=GONE_ON)
def not_now(request, conversation):
    form = asked(request, NotNowForm)
    if form.is_valid():
        conversation.put_off(by=request.user, **form.cleaned_data)
        messages.success(request, "It is noted. It comes back to your home page on that day.")
        return redirect("home")
    return render(request, "consent/not_now.html", {"form": form, "person": conversation.person})


@require_safe
@holds(Can.WORK_WITH_PEOPLE)
def sheet(request):
    """What one question says in plain words, to turn the screen round or to print: about nobody by name."""
    asks = {"kind": Kind.SHARING, **request.GET.dict()}
    form = SheetForm(asks if "style" in asks else None, by=request.user, initial=begun_with(request.GET))
    if not form.is_valid():
        return render(request, "consent/sheet.html", {"form": form})
    return render(request, "consent/sheet_shown.html", shown_in(form))


def shown_in(form):
    language = form.cleaned_data["language"]
    return {"pieces": form.sheet(), "language": language, "words": sheets.words(packs.current(), language)}


def sheet_at_the_door(given):
    """The sheet of one question, as whoever gave it would turn the screen round."""
    form = SheetForm(_asks(given), by=given.given_by)
    return shown_in(form) if form.is_valid() else {}


@require_http_methods(["GET", "POST"])
@loads(OPENS, otherwise=CLOSED)
def give_sheet(request, person):
    form = asked(
        request, GiveSheetForm, person=person, by=request.user, initial=but_for_the_day(begun_with(request.GET))
    )
    if form.is_valid():
        given = SheetGiven.give(by=request.user, **form.answer())
        messages.success(request, "It is noted. You are reminded on that day, and the lead a week after it.")
        return redirect(sheet_of(given))
    return render(request, "consent/give_sheet.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@loads(SheetGiven.objects.to_let_go, otherwise="It has been answered, or somebody has let go of it.")
def let_go(request, sheet):
    form = asked(request, LetGoForm)
    if form.is_valid():
        sheet.let_go(by=request.user, **form.cleaned_data)
        return redirect("consent:person", sheet.person.public_id)
    return render(request, "consent/let_go.html", {"form": form, "sheet": sheet, "matter": Matter.of(sheet)})


def but_for_the_day(begun):
    """A link says until when a yes would hold; the sheet is asked about again long before."""
    return {name: said for name, said in begun.items() if name != "review_on"}


def sheet_of(given):
    """The address of the sheet of one question. It says what is asked, and of nobody."""
    return f"{reverse('consent:sheet')}?{urlencode(_asks(given))}"


def _asks(given):
    words = {"kind": given.kind, "language": given.language, "style": "easy" if given.is_easy else "plain"}
    if given.kind in Kind.others():
        asks = {given.kind: given.purpose}
    else:
        whom = f"agency:{given.recipient.public_id}" if given.recipient else f"kind:{given.recipient_kind}"
        asks = {"purpose": given.purpose, "recipient": whom, "information": given.information}
    return asks | words


def unless_asked_first(request, person):
    """Lead to the short screen before the question, and lose nothing that was typed after it."""
    if Conversation.objects.lets_ask(request.user, person):
        return None
    if request.method == "POST":
        keep(request.user, request.path, request.POST)
    return _onward(request, "before", person)


def _onward(request, page, person):
    """To the next page, with what the link said that is to be asked."""
    asks = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse(f"consent:{page}", args=[person.public_id]) + asks)


def guide():
    return sheets.guide(packs.current())


def waiting_of(person):
    """What was asked for somebody and is not answered yet. One query."""
    found = SheetGiven.objects.unanswered().filter(person__in=person.every_record()).select_related("recipient")
    return [(given, Matter.of(given), sheet_of(given)) for given in found]
