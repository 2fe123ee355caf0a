"""The promise is made again every year; whoever has no account signs on paper, and the paper is not forgotten."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from policy import packs
from staff.models import PaperPromise, Undertaken, User
from staff.models.undertaking import a_year_after

pytestmark = [pytest.mark.django_db, pytest.mark.clause("H-29", "S-31")]
PAPERS, REGISTER, SIGN = reverse("staff:papers"), reverse("staff:register_paper"), reverse("staff:undertaking")
ASKED = "Sign your promise of confidentiality again"


def paper(**details):
    signed = timezone.localdate() - timedelta(days=3)
    told = {"name": "Cora Chair", "capacity": "committee", "witness": "Sena", "kept": "Grey cabinet"}
    return told | {"signed_on": signed} | details


def as_sent(**details):
    told = paper(**details)
    boxes = {}
    for field in ("signed_on", "until"):
        if day := told.pop(field, None):
            boxes |= {f"{field}_day": day.day, f"{field}_month": day.month, f"{field}_year": day.year}
    return told | boxes | {"edition": packs.current().undertaking_edition}


def days_before_a_year(days):
    end = a_year_after(timezone.localdate()) - timedelta(days=days)
    return time_machine.travel(timezone.make_aware(datetime(end.year, end.month, end.day, 12)))


class TestEverybodyWithAnAccount:
    @pytest.mark.parametrize(("days", "opens"), [(1, True), (0, False)])
    def test_promises_again_after_a_year(self, cast, as_, days, opens):
        with days_before_a_year(days):
            assert User.objects.get(pk=cast.amara.pk).has_undertaken == opens
            assert as_(cast.amara).get(reverse("records:people")).status_code == (200 if opens else 302)

    def test_is_told_a_month_before_and_may_sign_then(self, cast, as_, client):
        with days_before_a_year(31):
            assert ASKED not in as_(cast.amara).get("/").text
            assert as_(cast.amara).get(SIGN).status_code == 302
        client.logout()
        with days_before_a_year(30):
            assert ASKED in as_(cast.amara).get("/").text
            assert as_(cast.amara).get(SIGN).status_code == 200
            Undertaken.sign(by=cast.amara, typed_name=cast.amara.name)
            assert ASKED not in as_(cast.amara).get("/").text

    def test_a_year_after_a_leap_day(self):
        assert a_year_after(date(2028, 2, 29)) == date(2029, 3, 1)


class TestOnPaper:
    def test_is_registered_for_a_year_or_until_the_last_day(self, cast, as_):
        client, soon = as_(cast.adam), timezone.localdate() + timedelta(days=10)
        assert client.post(REGISTER, as_sent())["Location"] == PAPERS
        client.post(REGISTER, as_sent(name="Stu Dent", capacity="student", until=soon))
        stu, cora = PaperPromise.objects.kept_by(cast.adam)
        assert (stu.expires_on, cora.expires_on) == (soon, a_year_after(cora.signed_on))
        page = client.get(PAPERS).text
        assert page.index("Stu Dent") < page.index("Cora Chair") and "Soon" in page

    @pytest.mark.parametrize("days", [-1, 366])
    def test_of_tomorrow_or_of_long_ago_is_refused(self, cast, as_, days):
        as_(cast.adam).post(REGISTER, as_sent(signed_on=timezone.localdate() - timedelta(days=days)))
        assert not PaperPromise.objects.kept_by(cast.adam).exists()

    def test_that_runs_out_is_on_the_home_page_of_those_who_keep_it(self, cast, as_):
        PaperPromise.register(by=cast.adam, **paper())
        assert "Promises on paper run out" not in as_(cast.adam).get("/").text
        with time_machine.travel(timezone.now() + timedelta(days=340)):
            assert "Promises on paper run out" in as_(cast.adam).get("/").text
            assert "Promises on paper run out" in as_(cast.dee).get("/").text
            assert "Promises on paper run out" not in as_(cast.amara).get("/").text

    def test_signed_again_takes_the_place_of_the_one_before(self, cast, as_):
        before = PaperPromise.register(by=cast.adam, **paper())
        as_(cast.dee).post(reverse("staff:sign_again", args=[before.public_id]), as_sent(kept="Safe"))
        assert [one.kept for one in PaperPromise.objects.kept_by(cast.dee)] == ["Safe"]
        assert PaperPromise.objects.filter(pk=before.pk).exclude(ended_on=None).exists()

    def test_of_somebody_who_left_is_put_away(self, cast, as_):
        one = PaperPromise.register(by=cast.adam, **paper())
        as_(cast.adam).post(reverse("staff:end_paper", args=[one.public_id]))
        assert "Cora Chair" not in as_(cast.adam).get(PAPERS).text
