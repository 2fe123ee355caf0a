"""Where the pages about telling, asking and hearing are."""

from django.urls import path

from records.views import history

from . import (
    views,
    views_ask,
    views_copying,
    views_deciding,
    views_paper,
    views_register,
    views_signed,
    views_then,
    views_withdraw,
)
from .models import Consent

app_name = "consent"
urlpatterns = [
    path("register/", views_register.register, name="register"),
    path("register/people/", views_register.register_people, name="register_people"),
    path("register/agencies/", views_register.register_agencies, name="register_agencies"),
    path("register/copy/", views_copying.copy_register, name="copy_register"),
    path("register/bring-in/", views_copying.bring_in, name="bring_in"),
    path("untold/", views.untold, name="untold"),
    path("notice/", views.notice_sheet, name="notice_sheet"),
    path("sheet/", views_ask.sheet, name="sheet"),
    # /consent/people/<person>/
    path("people/<uuid:public_id>/", views.person, name="person"),
    path("people/<uuid:public_id>/then/", views_then.then, name="then"),
    path("people/<uuid:public_id>/paper/", views_paper.paper, name="paper"),
    path("people/<uuid:public_id>/before/", views_ask.before, name="before"),
    path("people/<uuid:public_id>/record/", views.record, name="record"),
    path("people/<uuid:public_id>/sheet/", views_ask.give_sheet, name="give_sheet"),
    path("people/<uuid:public_id>/not-sought/", views.not_sought, name="not_sought"),
    path("people/<uuid:public_id>/notice/", views.notice, name="notice"),
    path("people/<uuid:public_id>/competence/", views_deciding.competence, name="competence"),
    path("people/<uuid:public_id>/capacity/", views_deciding.capacity, name="capacity"),
    path("people/<uuid:public_id>/best-interests/", views_deciding.best_interests, name="best_interests"),
    path("people/<uuid:public_id>/power/", views_deciding.power, name="power"),
    path("people/<uuid:public_id>/wish/", views_deciding.wish, name="wish"),
    # /consent/…/<what was assessed, decided, held or asked>/
    path("competences/<uuid:public_id>/", views_deciding.competence_record, name="competence_record"),
    path("capacities/<uuid:public_id>/", views_deciding.capacity_record, name="capacity_record"),
    path("best-interests/<uuid:public_id>/", views_deciding.interests_record, name="interests_record"),
    path("powers/<uuid:public_id>/end/", views_deciding.end_power, name="end_power"),
    path("wishes/<uuid:public_id>/end/", views_deciding.end_wish, name="end_wish"),
    path("wishes/<uuid:public_id>/outweigh/", views_deciding.outweigh, name="outweigh"),
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
