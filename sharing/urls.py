"""Where the pages about sharing are. A view, its address and its template have one name."""

from django.urls import path

from records.views import history

from .models import Advice, Decision
from .views import (
    asked,
    deciding,
    disagreeing,
    disclosure,
    draft,
    emergency,
    family,
    lead,
    looking,
    proof,
    question,
    routine,
    sent,
    sharing_agreement,
    signed,
    start,
)

app_name = "sharing"
PROPOSING = [
    path("about/<uuid:public_id>/", start.start, name="start"),
    path("after-concern/<uuid:public_id>/", start.start_from_concern, name="start_from_concern"),
    path("draft/<uuid:public_id>/request/", question.request, name="request"),
    path("draft/<uuid:public_id>/welfare/", question.welfare, name="welfare"),
    path("draft/<uuid:public_id>/recipient/", question.recipient, name="recipient"),
    path("draft/<uuid:public_id>/question/<slug:key>/", question.question, name="question"),
    path("draft/<uuid:public_id>/lead/", lead.lead, name="lead"),
    path("draft/<uuid:public_id>/propose/", lead.propose, name="propose"),
    path("draft/<uuid:public_id>/settle/", lead.settle, name="settle"),
    path("decision/<uuid:public_id>/proposed/", lead.proposed, name="proposed"),
    path("decision/<uuid:public_id>/again/", start.again, name="again"),
    path("drafts/", draft.drafts, name="drafts"),
    path("draft/<uuid:public_id>/drop/", draft.drop, name="drop"),
    path("mine/", draft.mine, name="mine"),
    path("decision/<uuid:public_id>/disclose/", disclosure.disclose, name="disclose"),
    path("decision/<uuid:public_id>/hold-back/", disclosure.hold_back, name="hold_back"),
    path("decision/<uuid:public_id>/sent/", sent.sent, name="sent"),
    path("decision/<uuid:public_id>/take-back/", sent.take_back, name="take_back"),
    path("decision/<uuid:public_id>/text-code/", sent.text_code, name="text_code"),
    path("decision/<uuid:public_id>/send-again/", sent.send_again, name="send_again"),
    path("decision/<uuid:public_id>/wrong-person/", sent.wrong_person, name="wrong_person"),
    path("decision/<uuid:public_id>/take-parcel/", sent.take_parcel, name="take_parcel"),
    path("decision/<uuid:public_id>/withdraw/", draft.withdraw, name="withdraw"),
    path("decision/<uuid:public_id>/requester-told/", draft.requester_told, name="requester_told"),
    path("reply/<uuid:public_id>/", draft.reply, name="reply"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("emergency/<uuid:public_id>/recorded/", emergency.emergency_recorded, name="emergency_recorded"),
    path("emergency/<uuid:public_id>/<slug:screen>/", emergency.emergency_screen, name="emergency_screen"),
]
ASKED = [
    path("requests/", asked.requests, name="requests"),
    path("requests/receive/", asked.receive, name="receive"),
    path("requests/send/", asked.send_request, name="send_request"),
    path("requests/<uuid:public_id>/", asked.asked_request, name="asked_request"),
    path("requests/<uuid:public_id>/call-back/", asked.call_back, name="call_back"),
    path("requests/<uuid:public_id>/link/", asked.link_request, name="link_request"),
    path("requests/<uuid:public_id>/close/", asked.close_request, name="close_request"),
    path("requests/<uuid:public_id>/reply/", asked.reply_came, name="reply_came"),
    path("requests/<uuid:public_id>/letter/", asked.letter, name="letter"),
    path("requests/<uuid:public_id>/start/", asked.start_from_request, name="start_from_request"),
]
AGREED = [
    path("agreements/", sharing_agreement.sharing_agreements, name="sharing_agreements"),
    path("agreements/new/", sharing_agreement.record_agreement, name="record_agreement"),
    path("agreements/<uuid:public_id>/", sharing_agreement.sharing_agreement, name="sharing_agreement"),
    path("agreements/<uuid:public_id>/review/", sharing_agreement.review_agreement, name="review_agreement"),
    path("agreements/<uuid:public_id>/end/", sharing_agreement.end_agreement, name="end_agreement"),
    path("agreements/documents/<uuid:public_id>/", sharing_agreement.agreement_document, name="agreement_document"),
    path("decision/<uuid:public_id>/without-agreement/", sharing_agreement.without_agreement, name="without_agreement"),
]
STANDING = [
    path("decision/<uuid:public_id>/let-stand/", routine.let_stand, name="let_stand"),
    path("routine/<uuid:public_id>/", routine.routine, name="routine"),
    path("routine/<uuid:public_id>/share/", routine.share_routinely, name="share_routinely"),
    path("routine/<uuid:public_id>/end/", routine.end_routine, name="end_routine"),
]
DECIDING = [
    path("", deciding.decisions, name="decisions"),
    path("decision/<uuid:public_id>/", deciding.decision, name="decision"),
    path("decision/<uuid:public_id>/approve/", deciding.approve, name="approve"),
    path("decision/<uuid:public_id>/decline/", deciding.decline, name="decline"),
    path("decision/<uuid:public_id>/send-back/", deciding.send_back, name="send_back"),
    path("decision/<uuid:public_id>/seek-advice/", deciding.seek_advice, name="seek_advice"),
    path("decision/<uuid:public_id>/advise/", deciding.advise, name="advise"),
    path("decision/<uuid:public_id>/review/", deciding.review, name="review"),
    path("decision/<uuid:public_id>/look-again/", looking.look_again, name="look_again"),
    path("decision/<uuid:public_id>/anew/", looking.anew, name="anew"),
    path("decision/<uuid:public_id>/wake/", looking.wake, name="wake"),
    path("decision/<uuid:public_id>/disagree/", disagreeing.disagree, name="disagree"),
    path("disagreement/<uuid:public_id>/", disagreeing.answer_disagreement, name="answer_disagreement"),
    path("decision/<uuid:public_id>/family/", family.family, name="family"),
    path("decision/<uuid:public_id>/family/letter/", family.family_letter, name="family_letter"),
    path("decision/<uuid:public_id>/let-go/", disclosure.let_go, name="let_go"),
    path("decision/<uuid:public_id>/mistake/", disclosure.mistake, name="mistake"),
    path("decision/<uuid:public_id>/amend/", deciding.amend, name="amend"),
]
OVERSEEING = [
    path("signed/", signed.signed, name="signed"),
    path("signed/<uuid:public_id>/", signed.record, name="record"),
    path("signed/<uuid:public_id>/copy/", signed.copy, name="copy"),
    path("person/<uuid:public_id>/", signed.person, name="person"),
    *history.addresses(Decision, "decision/"),
    *history.addresses(Advice, "advice/"),
]
PROVING = [
    path("proof/", proof.proof, name="proof"),
    path("proof/verifier/", proof.verifier, name="verifier"),
    path("proof/keys/", proof.public_keys, name="public_keys"),
    path("proof/checkpoint/", proof.checkpoint, name="checkpoint"),
]
urlpatterns = [*PROPOSING, *ASKED, *AGREED, *STANDING, *DECIDING, *OVERSEEING, *PROVING]
