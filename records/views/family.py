"""The family of a person: the picture, the orders that limit somebody, the homes and the other settings."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from records.apart import kinds_started_by
from records.family import Family
from records.forms import HouseholdForm, OrderForm, SettingForm
from records.models import Household, Order, OtherSetting, Person
from records.tree import Picture
from staff.access import asked, loads


@require_safe
@loads(Person.objects.open_to)
def family(request, person):
    user = request.user
    family = Family(person, user)
    context = {
        "person": person,
        "family": family,
        "picture": Picture(family),
        "orders": Order.objects.of(person, user),
        "limits_now": Order.objects.of(person, user).in_force().filter(limited__isnull=False),
        "homes": Household.objects.of(person, user),
        "settings": OtherSetting.objects.of(person, user),
        "runs": person.is_run_by(user),
        "starts": kinds_started_by(user, "others"),
    }
    return render(request, "records/family.html", context)


@require_http_methods(["GET", "POST"])
@loads(Person.objects.open_to)
def add_order(request, person):
    form = asked(request, OrderForm, person=person, by=request.user)
    if form.is_valid():
        Order.record(by=request.user, person=person, **form.details)
        return _kept(request, person)
    return render(request, "records/order.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@loads(Order.objects.open_to)
def change_order(request, order):
    form = asked(request, OrderForm, person=order.person, order=order, by=request.user)
    if form.is_valid():
        order.change(by=request.user, **form.details)
        return _kept(request, order.person)
    return render(request, "records/order.html", {"form": form, "person": order.person, "order": order})


@require_http_methods(["GET", "POST"])
@loads(Person.objects.open_to)
def add_household(request, person):
    form = asked(request, HouseholdForm, person=person, by=request.user)
    if form.is_valid():
        Household.record(by=request.user, person=person, **form.details)
        return _kept(request, person)
    return render(request, "records/household.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@loads(Household.objects.open_to)
def change_household(request, home):
    form = asked(request, HouseholdForm, person=home.person, home=home, by=request.user)
    if form.is_valid():
        home.change(by=request.user, **form.details)
        return _kept(request, home.person)
    return render(request, "records/household.html", {"form": form, "person": home.person, "home": home})


@require_http_methods(["GET", "POST"])
@loads(Person.objects.open_to)
def add_setting(request, person):
    form = asked(request, SettingForm, by=request.user)
    if form.is_valid():
        OtherSetting.record(by=request.user, person=person, **form.details)
        return _kept(request, person)
    return render(request, "records/setting.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@loads(OtherSetting.objects.open_to)
def change_setting(request, setting):
    form = asked(request, SettingForm, setting=setting, by=request.user)
    if form.is_valid():
        setting.change(by=request.user, **form.details)
        return _kept(request, setting.person)
    return render(request, "records/setting.html", {"form": form, "person": setting.person, "setting": setting})


def _kept(request, person):
    messages.success(request, "Recorded.")
    return redirect("records:family", person.public_id)
