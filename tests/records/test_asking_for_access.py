"""Who meets a closed folder asks in one step, a lead answers in one, and nobody answers their own (S-08)."""

import pytest
from django.core.exceptions import PermissionDenied

from records.models import AccessRequest, Folder, FolderGrant
from staff.models import Line, Notice
from tests.cast import in_days
from tests.records.asking import at, but_for_tokens


def day(days):
    return in_days(days).date().isoformat()


def ask(client, cast, **answers):
    answers = {"why": "I help at the clinic", "kinds": ["safeguarding"], "until": day(30)} | answers
    return client.post(at("ask_access", cast.leo.folder("safeguarding")), answers)


def say_yes(client, **answers):
    answers = {"answer": "yes", "kinds": ["safeguarding"], "until": day(9)} | answers
    return client.post(at("access_request", AccessRequest.objects.get()), answers)


def told():
    return set(Notice.objects.values_list("to__first_name", flat=True))


@pytest.mark.clause("S-08", "H-14")
class TestAsking:
    def test_starts_at_the_closed_folder_and_reaches_the_lead_without_a_name(self, cast, as_):
        refusal = as_(cast.amara).get(at("folder", cast.leo.folder("safeguarding")))
        assert at("ask_access", cast.leo.folder("safeguarding")) in refusal.text
        ask(as_(cast.amara), cast)

        assert told() == {"Dee"}
        assert "Somebody asks to be let in" in as_(cast.dee).get("/").text
        assert "Leo" not in as_(cast.dee).get("/").text
        assert "Waiting for a lead" in as_(cast.amara).get("/").text

    @pytest.mark.parametrize("wrong", [{"why": ""}, {"kinds": []}, {"kinds": ["send"]}, {"until": day(91)}])
    def test_needs_a_reason_a_closed_folder_and_an_end(self, cast, as_, wrong):
        assert "There is a problem" in ask(as_(cast.amara), cast, **wrong).text
        assert not AccessRequest.objects.exists()

    @pytest.mark.clause("H-06")
    def test_by_name_says_the_same_of_a_hidden_person_and_of_nobody(self, cast, as_):
        said = {"group": "child", "why": "x", "kinds": ["personal"], "until": day(9)}
        pages = []
        for words in ("Leo Larkin", "Lea Lurkin"):
            sent = as_(cast.chen).post(at("ask_by_name"), said | {"words": words}, follow=True)
            pages.append(but_for_tokens(sent.text).replace(words, "").replace(str(sent.context["asked"].public_id), ""))
        assert pages[0] == pages[1]


@pytest.mark.clause("S-08")
class TestTheAnswer:
    def test_lets_in_to_fewer_folders_and_for_less_time(self, cast, as_):
        ask(as_(cast.ben), cast, until=day(60))
        say_yes(as_(cast.dee))

        grant = FolderGrant.objects.get()
        assert (grant.user, grant.purpose, grant.last_day.isoformat()) == (cast.ben, "I help at the clinic", day(9))
        assert Folder.objects.open_to(cast.ben).contains(cast.leo.folder("safeguarding"))
        assert told() == {"Dee", "Ben"}
        assert "Let in" in as_(cast.ben).get(at("access_requests")).text

    def test_says_no_with_a_reason_that_the_asker_reads(self, cast, as_):
        ask(as_(cast.amara), cast)
        assert "Say why not" in say_yes(as_(cast.dee), answer="no", reason="").text
        say_yes(as_(cast.dee), answer="no", reason="Ask again after the meeting")

        assert (
            "Ask again after the meeting" in as_(cast.amara).get(at("access_request", AccessRequest.objects.get())).text
        )
        assert not FolderGrant.objects.exists()
        assert say_yes(as_(cast.dora)).status_code == 200
        assert not FolderGrant.objects.exists()

    def test_is_never_given_by_whoever_asked(self, cast, as_):
        wanted = AccessRequest.ask(
            by=cast.dora, group="child", words="Leo", kinds=["personal"], why="x", until=in_days(3).date()
        )
        say_yes(as_(cast.dora), person=cast.leo.public_id)
        assert not FolderGrant.objects.exists()
        with pytest.raises(PermissionDenied):
            wanted.let_in(by=cast.dora, folders=[cast.leo.folder("personal")], until=in_days(3).date())

    def test_by_name_first_says_whose_record_and_never_one_the_asker_is_shut_out_of(self, cast, as_):
        said = {"words": "Leo", "group": "child", "why": "x", "kinds": ["personal"], "until": day(9)}
        as_(cast.chen).post(at("ask_by_name"), said)
        assert "then choose them" in say_yes(as_(cast.dee), kinds=["personal"]).text
        cast.leo.exclude(by=cast.dee, who=cast.chen, reason="Her nephew")
        about = {"kinds": ["personal"], "person": cast.leo.public_id}
        assert "shut out of this record" in say_yes(as_(cast.dee), **about).text

        cast.leo.exclusions.get().end(by=cast.dee, why="A mistake")
        say_yes(as_(cast.dee), **about)
        assert Folder.objects.open_to(cast.chen).contains(cast.leo.folder("personal"))

    @pytest.mark.clause("H-06", "H-31")
    def test_leaves_nothing_for_whoever_is_shut_out_since(self, cast, as_):
        ask(as_(cast.amara), cast)
        cast.leo.exclude(by=cast.dee, who=cast.amara, reason="A friend")
        assert as_(cast.amara).get(at("access_request", AccessRequest.objects.get())).status_code == 404
        assert "You asked to be let in" not in as_(cast.amara).get("/").text
        assert ask(as_(cast.amara), cast).status_code == 404


@pytest.mark.clause("S-08")
class TestRenewing:
    def test_is_asked_for_in_the_last_two_weeks_and_ends_the_grant_before(self, cast, as_):
        folder = cast.yara.folder("personal")
        folder.grant(by=cast.dee, to=cast.chen, purpose="Covers", until=in_days(20))
        old = folder.grants.get()
        assert as_(cast.chen).get(at("renew", old)).status_code == 404
        FolderGrant.objects.filter(pk=old.pk).update(until=in_days(9))
        assert at("renew", old) in as_(cast.chen).get("/").text

        as_(cast.chen).post(at("renew", old), {"why": "She is still ill", "until": day(40)})
        assert as_(cast.chen).get(at("renew", old)).status_code == 404
        say_yes(as_(cast.dee), kinds=["personal"], until=day(40))
        assert folder.grants.live().get().purpose == "She is still ill"

    def test_is_nothing_to_whoever_is_shut_out_or_did_not_hold_it(self, cast, as_):
        folder = cast.leo.folder("personal")
        folder.grant(by=cast.dee, to=cast.chen, purpose="Covers", until=in_days(9))
        Line.start(by=cast.adam, worker=cast.chen, manager=cast.ben)
        assert as_(cast.ben).get(at("renew", folder.grants.get())).status_code == 404
        cast.leo.exclude(by=cast.dee, who=cast.chen, reason="Her nephew")
        assert as_(cast.chen).get(at("renew", folder.grants.get())).status_code == 404
