"""Addresses of the pages about records. A page, its template and its address share one name."""

from django.urls import path

from .models import Concern, Entry, Person, Relationship, SafeContact
from .views import agency, concern, folder, grants, history, people, person, question, safe_contact

app_name = "records"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/new/", people.register, name="register"),
    path("people/<uuid:public_id>/", person.person, name="person"),
    path("people/<uuid:public_id>/change/", person.change_person, name="change_person"),
    path("people/<uuid:public_id>/key-person/", person.key_person, name="key_person"),
    path("people/<uuid:public_id>/family/new/", person.add_relation, name="add_relation"),
    path("people/<uuid:public_id>/story/", person.story, name="story"),
    path("people/<uuid:public_id>/access/", grants.access, name="access"),
    path("people/<uuid:public_id>/exclude/", grants.exclude, name="exclude"),
    path("relations/<uuid:public_id>/change/", person.change_relation, name="change_relation"),
    path("people/<uuid:public_id>/protect/", safe_contact.protect, name="protect"),
    path("protected/<uuid:public_id>/reveal/", safe_contact.reveal, name="reveal"),
    path("protected/<uuid:public_id>/change/", safe_contact.change_contact, name="change_contact"),
    path("protected/<uuid:public_id>/end/", safe_contact.end_contact, name="end_contact"),
    path("folders/<uuid:public_id>/", folder.folder, name="folder"),
    path("folders/<uuid:public_id>/write/", folder.write, name="write"),
    path("folders/<uuid:public_id>/grant/", grants.grant, name="grant"),
    path("entries/<uuid:public_id>/correct/", folder.correct, name="correct"),
    path("entries/<uuid:public_id>/historical/", folder.mark_historical, name="mark_historical"),
    path("grants/<uuid:public_id>/end/", grants.end_grant, name="end_grant"),
    path("exclusions/<uuid:public_id>/end/", grants.end_exclusion, name="end_exclusion"),
    path("concerns/", concern.concerns, name="concerns"),
    path("concerns/new/", concern.log_concern, name="log_concern"),
    path("concerns/<uuid:public_id>/", concern.concern, name="concern"),
    path("concerns/<uuid:public_id>/sent/", concern.sent, name="sent"),
    path("concerns/<uuid:public_id>/acknowledge/", concern.acknowledge, name="acknowledge"),
    path("concerns/<uuid:public_id>/answer/", concern.answer, name="answer"),
    path("concerns/<uuid:public_id>/link/", concern.link, name="link"),
    path("questions/", question.questions, name="questions"),
    path("questions/new/", question.ask, name="ask"),
    path("questions/<uuid:public_id>/", question.question, name="question"),
    path("questions/<uuid:public_id>/concern/", question.become_concern, name="become_concern"),
    *history.addresses(Person, "people/"),
    *history.addresses(Relationship, "relations/"),
    *history.addresses(SafeContact, "protected/"),
    *history.addresses(Entry, "entries/"),
    *history.addresses(Concern, "concerns/"),
    path("agencies/", agency.agencies, name="agencies"),
    path("agencies/new/", agency.add_agency, name="add_agency"),
    path("agencies/<uuid:public_id>/", agency.agency, name="agency"),
    path("agencies/<uuid:public_id>/verify/", agency.verify_contact, name="verify_contact"),
]
