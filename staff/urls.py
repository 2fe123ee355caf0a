"""Where the pages about staff are. A view, its address and its template have one name."""

from django.urls import path

from .views import accounts, doors, leavers, organisation, papers, sessions

app_name = "staff"
urlpatterns = [
    path("unlock/", doors.unlock, name="unlock"),
    path("hide/", doors.hide, name="hide"),
    path("welcome/<uuid:public_id>/<str:token>/", doors.welcome, name="welcome"),
    path("password/", doors.choose_password, name="choose_password"),
    path("undertaking/", doors.undertaking, name="undertaking"),
    path("undertaking/mine/", doors.my_undertaking, name="my_undertaking"),
    path("promises/", papers.papers, name="papers"),
    path("promises/new/", papers.register_paper, name="register_paper"),
    path("promises/<uuid:public_id>/again/", papers.sign_again, name="sign_again"),
    path("promises/<uuid:public_id>/end/", papers.end_paper, name="end_paper"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/others/end/", sessions.end_others, name="end_others"),
    path("sessions/<uuid:public_id>/end/", sessions.end_session, name="end_session"),
    path("devices/<uuid:public_id>/mine/", sessions.know_device, name="know_device"),
    path("roles/", organisation.roles, name="roles"),
    path("roles/<uuid:public_id>/end/", accounts.end_role, name="end_role"),
    path("cover/", organisation.cover, name="cover"),
    path("cover/new/", organisation.put_cover, name="put_cover"),
    path("cover/<uuid:public_id>/end/", organisation.end_cover, name="end_cover"),
    path("set-up/", organisation.set_up, name="set_up"),
    path("post/", organisation.post, name="post"),
    path("accounts/", accounts.people, name="people"),
    path("accounts/invite/", accounts.invite, name="invite"),
    path("accounts/leavers/", leavers.leavers, name="leavers"),
    path("accounts/<uuid:public_id>/", accounts.account, name="account"),
    path("accounts/<uuid:public_id>/role/", accounts.give_role, name="give_role"),
    path("accounts/<uuid:public_id>/manager/", accounts.start_line, name="start_line"),
    path("accounts/<uuid:public_id>/end/", accounts.deactivate, name="deactivate"),
    path("accounts/<uuid:public_id>/last-day/", leavers.last_day, name="last_day"),
    path("accounts/<uuid:public_id>/reopen/", accounts.reactivate, name="reactivate"),
    path("accounts/<uuid:public_id>/link/", accounts.send_link, name="send_link"),
    path("accounts/<uuid:public_id>/second-factor/", accounts.end_second_factor, name="end_second_factor"),
    path("lines/<uuid:public_id>/end/", accounts.end_line, name="end_line"),
]
