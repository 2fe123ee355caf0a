"""What somebody is to do: given, done, handed on."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from records.forms import TaskDoneForm, TaskForm
from records.models import Person, Task
from staff.access import asked, holds, loads
from staff.roles import Can

SHOWN = 100


@require_safe
@holds(Can.WORK_WITH_PEOPLE)
def tasks(request):
    """One's own and those one gave, soonest first."""
    found = request.showing(Task.objects.open_to(request.user).waiting()[:SHOWN])
    mine = [task for task in found if task.owner == request.user]
    given = [task for task in found if task.owner != request.user]
    return render(request, "records/tasks.html", {"mine": mine, "given": given})


@require_http_methods(["GET", "POST"])
@holds(Can.WORK_WITH_PEOPLE)
def add_task(request):
    return _give(request)


@require_http_methods(["GET", "POST"])
@loads(Person.objects.open_to)
def add_task_about(request, person):
    return _give(request, person)


def _give(request, person=None):
    form = asked(request, TaskForm, person=person, by=request.user)
    if form.is_valid():
        Task.give(by=request.user, person=person, **form.cleaned_data)
        messages.success(request, "It stands on their home page until it is done.")
        return redirect("records:person", person.public_id) if person else redirect("records:tasks")
    return render(request, "records/add_task.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@loads(Task.objects.doable_by)
def task(request, task):
    form = asked(request, TaskDoneForm, task=task)
    if form.is_valid():
        said = form.cleaned_data
        if said["answer"] == "done":
            task.finish(by=request.user, words=said["words"])
        else:
            task.hand_on(by=request.user, to=said["to"], words=said["words"])
        messages.success(request, "Recorded.")
        return redirect("records:tasks")
    return render(request, "records/task.html", {"form": form, "task": task})
