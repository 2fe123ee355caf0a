"""What a page of one floor shows of a floor above it, which it may not import: template tags, asked by name."""

from django import template

from consent.whose import OnTheirRecord
from records.models import PaperScan

register = template.Library()


@register.inclusion_tag("consent/_whose.html", takes_context=True)
def whose_permission(context, person):
    """Who may agree for a person today, who may not, and why."""
    return {"whose": OnTheirRecord(person, context["request"].user)}


@register.simple_tag
def with_scans(papers):
    """Which of the promises on paper have been scanned: the scans stand on a higher floor than the promises."""
    return PaperScan.objects.papers(papers)
