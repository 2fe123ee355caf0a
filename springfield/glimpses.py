"""What a page of one floor shows of a floor above it, which it may not import: template tags, asked by name."""

from django import template

from consent.footing import voices

register = template.Library()


@register.inclusion_tag("consent/_voices.html", takes_context=True)
def whose_permission(context, person):
    """Who may agree for a person today, who may not, and why."""
    found = voices(person, reader=context["request"].user)
    return {"may_agree": [v for v in found if v.footing], "may_not": [v for v in found if not v.footing]}
