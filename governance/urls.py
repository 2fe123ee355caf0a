"""Addresses of the oversight desk. A page, its template and its address share one name."""

from django.urls import path

from .views import disposal, hold, proposing, service

app_name = "governance"
urlpatterns = [
    # /oversight/
    path("promises/", service.promises, name="promises"),
    path("restored/", service.restored, name="restored"),
    # /oversight/disposals/
    path("disposals/", disposal.disposals, name="disposals"),
    path("disposals/<uuid:public_id>/", disposal.disposal, name="disposal"),
    path("disposals/<uuid:public_id>/agree/", disposal.agree_disposal, name="agree_disposal"),
    path("disposals/<uuid:public_id>/withdraw/", disposal.withdraw_disposal, name="withdraw_disposal"),
    path("disposals/<uuid:public_id>/certificate/", disposal.certificate, name="certificate"),
    # /oversight/dispose/
    path("dispose/person/<uuid:public_id>/", proposing.dispose_person, name="dispose_person"),
    path("dispose/folder/<uuid:public_id>/", proposing.dispose_folder, name="dispose_folder"),
    path("dispose/entry/<uuid:public_id>/", proposing.dispose_entry, name="dispose_entry"),
    path("dispose/file/<uuid:public_id>/", proposing.dispose_file, name="dispose_file"),
    path("dispose/decision/<uuid:public_id>/", proposing.dispose_decision, name="dispose_decision"),
    # /oversight/holds/
    path("holds/person/<uuid:public_id>/", hold.holds_on_person, name="holds_on_person"),
    path("holds/folder/<uuid:public_id>/", hold.holds_on_folder, name="holds_on_folder"),
    path("holds/<uuid:public_id>/lift/", hold.lift_hold, name="lift_hold"),
]
