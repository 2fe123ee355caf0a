"""Ask the lead without a name, and the thread that follows."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policy import packs
from records.forms import QuestionForm, ReplyForm
from records.models import Concern, Question
from records.paging import page_of
from staff.access import asked, lists, loads, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def ask(request):
    form = asked(request, QuestionForm)
    if form.is_valid():
        question = Question.ask(by=request.user, **form.cleaned_data)
        messages.success(request, "The lead has been told that there is a question. The answer comes here.")
        return redirect("records:question", question.public_id)
    return render(request, "records/ask.html", {"form": form, "pack": packs.current()})


@require_safe
@lists(Question.objects.open_to, undertaking=False)
def questions(request, questions):
    page = page_of(questions.select_related("asked_by"), request.GET.get("after"), "-asked_at", "-pk")
    request.showing(page)
    return render(request, "records/questions.html", {"page": page})


@require_http_methods(["GET", "POST"])
@loads(Question.objects.open_to, undertaking=False)
def question(request, question):
    form = asked(request, ReplyForm)
    if form.is_valid():
        question.reply(by=request.user, words=form.cleaned_data["words"])
        return redirect("records:question", question.public_id)
    replies = question.replies.select_related("by")
    return render(request, "records/question.html", {"form": form, "question": question, "replies": replies})


@require_POST
@loads(Question.objects.open_to, undertaking=False)
def become_concern(request, question):
    """One press. Somebody who is not sure whether there is danger is treated as if there were."""
    danger = "no" if request.POST.get("danger") == "no" else Concern.Danger.NOT_SURE
    concern = question.become_concern(by=request.user, danger=danger)
    mine = question.asked_by == request.user
    return redirect("records:sent" if mine else "records:concern", concern.public_id)
