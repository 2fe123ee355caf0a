"""A page that asks for an ability opens to whoever has a role with it, and is not there for anybody else."""

import pytest
from django.http import Http404, HttpResponse
from django.urls import resolve, reverse

from audit.models import Reading
from staff.access import holds
from staff.roles import Can


@pytest.mark.clause("H-06")
def test_opens_a_page_and_whoever_was_refused_is_written_down(cast, rf):
    page = holds(Can.MANAGE_ACCOUNTS)(lambda request: HttpResponse("The accounts"))

    def opened(user):
        request = rf.get(address := reverse("staff:people"))
        request.user, request.resolver_match = user, resolve(address)
        return page(request).text

    assert opened(cast.adam) == "The accounts"
    for user in (cast.dee, cast.amara):
        with pytest.raises(Http404):
            opened(user)
    said = Reading.objects.order_by("pk").values_list("by_id", "refused")
    assert [*said] == [(cast.adam.pk, False), (cast.dee.pk, True), (cast.amara.pk, True)]
