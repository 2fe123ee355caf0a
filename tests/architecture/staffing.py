"""A promise on paper and a lead's cover, for the table of pages."""

from staff.models import Cover, PaperPromise
from tests.cast import in_days


def on_paper(cast):
    return PaperPromise.register(
        by=cast.adam,
        name="Cora Chair",
        capacity="committee",
        signed_on=in_days(-9).date(),
        witness="Sena",
        kept="Office",
    )


def on_cover(cast):
    return Cover.put(by=cast.adam, lead=cast.dee, group="child", starts_at=in_days(-1), ends_at=in_days(1))
