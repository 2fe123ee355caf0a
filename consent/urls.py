"""Where the pages about telling, asking and hearing are."""

from django.urls import path

from records.views import history

from . import views, views_ask, views_signed, views_withdraw
from .models import Consent

app_name = "consent"
urlpatterns = [
    path("register/", views.register, name="register"),
    path("untold/", views.untold, name="untold"),
    path("notice/", views.notice_sheet, name="notice_sheet"),
    path("sheet/", views_ask.sheet, name="sheet"),
    # /consent/people/<person>/
    path("people/<uuid:public_id>/", views.person, name="person"),
    path("people/<uuid:public_id>/before/", views_ask.before, name="before"),
    path("people/<uuid:public_id>/record/", views.record, name="record"),
    path("people/<uuid:public_id>/sheet/", views_ask.give_sheet, name="give_sheet"),
    path("people/<uuid:public_id>/not-sought/", views.not_sought, name="not_sought"),
    path("people/<uuid:public_id>/notice/", views.notice, name="notice"),
    path("people/<uuid:public_id>/competence/", views.competence, name="competence"),
    # /consent/<answer>/
    path("<uuid:public_id>/withdraw/", views_withdraw.withdraw, name="withdraw"),
    path("<uuid:public_id>/withdrawn/", views_withdraw.withdrawn, name="withdrawn"),
    path("<uuid:public_id>/copy/", views.copy, name="copy"),
    path("letter/<uuid:public_id>/", views_withdraw.letter, name="letter"),
    path("letter/<uuid:public_id>/sent/", views_withdraw.send_letter, name="send_letter"),
    path("not-now/<uuid:public_id>/", views_ask.not_now, name="not_now"),
    path("<uuid:public_id>/signed/", views_signed.signature, name="signature"),
    path("paper/<uuid:public_id>/", views_signed.signed_paper, name="signed_paper"),
    path("let-go/<uuid:public_id>/", views_ask.let_go, name="let_go"),
    *history.addresses(Consent, ""),
]
