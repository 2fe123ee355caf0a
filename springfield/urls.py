"""Every address of the service. One name for a view, its template and its address."""

from django.conf import settings
from django.urls import include, path

from . import views
from .gallery import gallery

handler400 = "springfield.views.bad_request"
handler403 = "springfield.views.refused"
handler404 = "springfield.views.missing"
handler500 = "springfield.views.failed"

urlpatterns = [
    path("", views.home, name="home"),
    path("danger/", views.danger, name="danger"),
    path("healthz", views.healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("staff/", include("staff.urls")),
    path("records/", include("records.urls")),
    path("consent/", include("consent.urls")),
    path("sharing/", include("sharing.urls")),
    path("oversight/", include("governance.urls")),
    path("portal/", include("portal.urls")),
]
if settings.DEMO:  # whoever changes the service looks here first
    urlpatterns.append(path("gallery/", gallery, name="gallery"))
