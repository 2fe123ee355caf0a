"""The service's own addresses, and one page more: signed in, with the frame of every page and nothing in it."""

from django.shortcuts import render
from django.urls import path

from springfield.urls import *  # noqa: F403
from springfield.urls import urlpatterns
from staff.access import signed_in


@signed_in
def empty(request):
    return render(request, "page.html")


urlpatterns = [path("empty/", empty, name="empty"), *urlpatterns]
