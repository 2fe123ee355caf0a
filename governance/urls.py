"""Where the oversight desk is. A view, its address and its template have one name."""

from django.urls import path

from . import views

app_name = "governance"
urlpatterns = [
    path("promises/", views.promises, name="promises"),
    path("restored/", views.restored, name="restored"),
]
