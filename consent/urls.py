"""Where the pages about telling, asking and hearing are."""

from django.urls import path

from records.views import history

from .models import Consent
from .views import asking, by_link, copying, deciding, notice, paper, person, register, signed, then, withdraw

app_name = "consent"
urlpatterns = [
    path("register/", register.register, name="register"),
    path("register/people/", register.register_people, name="register_people"),
    path("register/agencies/", register.register_agencies, name="register_agencies"),
    path("register/copy/", copying.copy_register, name="copy_register"),
    path("register/bring-in/", copying.bring_in, name="bring_in"),
    path("untold/", notice.untold, name="untold"),
    path("notice/", notice.notice_sheet, name="notice_sheet"),
    path("sheet/", asking.sheet, name="sheet"),
    # /consent/people/<person>/
    path("people/<uuid:public_id>/", person.person, name="person"),
    path("people/<uuid:public_id>/then/", then.then, name="then"),
    path("people/<uuid:public_id>/paper/", paper.paper, name="paper"),
    path("people/<uuid:public_id>/before/", asking.before, name="before"),
    path("people/<uuid:public_id>/record/", person.record, name="record"),
    path("people/<uuid:public_id>/sheet/", asking.give_sheet, name="give_sheet"),
    path("people/<uuid:public_id>/link/", by_link.ask_by_link, name="ask_by_link"),
    path("people/<uuid:public_id>/not-sought/", person.not_sought, name="not_sought"),
    path("people/<uuid:public_id>/notice/", notice.notice, name="notice"),
    path("people/<uuid:public_id>/competence/", deciding.competence, name="competence"),
    path("people/<uuid:public_id>/capacity/", deciding.capacity, name="capacity"),
    path("people/<uuid:public_id>/best-interests/", deciding.best_interests, name="best_interests"),
    path("people/<uuid:public_id>/power/", deciding.power, name="power"),
    path("people/<uuid:public_id>/wish/", deciding.wish, name="wish"),
    # /consent/…/<what was assessed, decided, held or asked>/
    path("competences/<uuid:public_id>/", deciding.competence_record, name="competence_record"),
    path("capacities/<uuid:public_id>/", deciding.capacity_record, name="capacity_record"),
    path("best-interests/<uuid:public_id>/", deciding.interests_record, name="interests_record"),
    path("powers/<uuid:public_id>/end/", deciding.end_power, name="end_power"),
    path("wishes/<uuid:public_id>/end/", deciding.end_wish, name="end_wish"),
    path("wishes/<uuid:public_id>/outweigh/", deciding.outweigh, name="outweigh"),
    # /consent/<answer>/
    path("<uuid:public_id>/withdraw/", withdraw.withdraw, name="withdraw"),
    path("<uuid:public_id>/withdrawn/", withdraw.withdrawn, name="withdrawn"),
    path("<uuid:public_id>/copy/", person.copy, name="copy"),
    path("letter/<uuid:public_id>/", withdraw.letter, name="letter"),
    path("letter/<uuid:public_id>/sent/", withdraw.send_letter, name="send_letter"),
    path("not-now/<uuid:public_id>/", asking.not_now, name="not_now"),
    path("<uuid:public_id>/signed/", signed.signature, name="signature"),
    path("paper/<uuid:public_id>/", signed.signed_paper, name="signed_paper"),
    path("link/<uuid:public_id>/", by_link.link, name="link"),
    path("link/<uuid:public_id>/revoke/", by_link.revoke_link, name="revoke_link"),
    path("link/<uuid:public_id>/look/", by_link.look_at_answer, name="look_at_answer"),
    path("let-go/<uuid:public_id>/", asking.let_go, name="let_go"),
    *history.addresses(Consent, ""),
]
