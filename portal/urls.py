"""Where the doors of people outside are. A view, its address and its template have one name."""

from django.urls import path

from . import views

app_name = "portal"
urlpatterns = [path("<str:token>/", views.door, name="door")]
