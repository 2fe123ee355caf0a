"""Who is on cover, and who may change it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from staff import notices
from staff.models import Cover


@pytest.mark.clause("H-04")
def test_cover_that_has_not_begun_or_is_over_is_nobodys(cast):
    now = timezone.now()
    for who, starts, ends in ((cast.dora, 1, 2), (cast.sena, -2, -1)):
        Cover.put(
            by=cast.adam,
            lead=who,
            group="child",
            starts_at=now + timedelta(hours=starts),
            ends_at=now + timedelta(hours=ends),
        )
    assert not Cover.objects.at().exists()
    Cover.put(by=cast.adam, lead=cast.dora, group="child", starts_at=now, ends_at=now + timedelta(hours=1))
    assert cast.dora in notices.on_duty("child")


def test_only_who_keeps_accounts_is_offered_to_change_the_rota(cast, as_):
    now = timezone.now()
    Cover.put(by=cast.adam, lead=cast.dora, group="child", starts_at=now, ends_at=now + timedelta(hours=1))
    put = reverse("staff:put_cover")
    assert put in as_(cast.adam).get(reverse("staff:cover")).text
    page = as_(cast.amara).get(reverse("staff:cover")).text
    assert "Dora Example" in page and put not in page and "End it" not in page
