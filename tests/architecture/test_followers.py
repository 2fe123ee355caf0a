"""The one way up: what a higher floor does when something happens below it, all of it in one list."""

from audit.verbs import FOLLOWERS

FOLLOWING = {
    "account.ended": [
        "records.rewrite_what_followed_from_the_account",
        "records.forget_where_the_colleague_lives",
        "records.end_what_they_were_let_into",
    ],
    "account.invited": ["records.notice_whom_a_newcomer_is_called_like"],
    "account.reopened": ["records.rewrite_what_followed_from_the_account"],
    "concern.linked": [
        "sharing.look_again_at_what_was_not_shared",
        "sharing.keep_an_emergency_with_whom_it_was_about",
    ],
    "concern.logged": ["sharing.look_again_at_what_was_not_shared"],
    "consent.withdrawn": [
        "sharing.weigh_again_what_relied_on_it",
        "sharing.wake_drafts_that_relied_on_it",
    ],
    "contact.changed": ["records.forget_where_they_lived", "sharing.look_again_where_they_moved"],
    "contact.ended": ["records.forget_where_they_lived"],
    "contact.protected": ["sharing.look_again_where_they_moved"],
    "decision.proposed": ["sharing.look_again_where_somebody_asks_anew"],
    "decision.disclosed": ["sharing.expect_an_answer"],
    "decision.emergency": ["sharing.sealed_before_the_page_answers", "sharing.expect_an_answer"],
    "decision.signed": ["sharing.sealed_before_the_page_answers"],
    "disposal.carried_out": ["governance.destroy"],
    "disposal.repeated": ["governance.destroy"],
    "folder.shut": ["records.pass_on_what_nobody_keeps"],
    "household.changed": ["sharing.look_again_where_they_moved"],
    "household.recorded": ["sharing.look_again_where_they_moved"],
    "person.changed": ["records.notice_a_likeness_of_names"],
    "person.registered": ["records.notice_a_likeness_of_names"],
    "relationship.recorded": ["records.shut_out_of_whoever_joins_the_family"],
    "order.changed": ["sharing.weigh_again_what_an_order_took_away"],
    "order.recorded": ["sharing.weigh_again_what_an_order_took_away"],
    "request.linked": ["sharing.look_again_where_a_request_came"],
    "request.received": ["sharing.look_again_where_a_request_came"],
    "staff.line_ended": ["records.rewrite_what_the_worker_reaches"],
    "staff.line_started": ["records.rewrite_what_the_worker_reaches"],
}


def test_these_follow():
    found = {
        str(event): [f"{follow.__module__.removesuffix('.followers')}.{follow.__name__}" for follow in followers]
        for event, followers in FOLLOWERS.items()
        if followers
    }
    assert found == FOLLOWING
