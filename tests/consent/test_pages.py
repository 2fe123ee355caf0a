"""The pages: who opens them, what they record, what they refuse, and what they never show."""

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Reading
from consent.holders import KEEPERS, Holder
from consent.models import Consent, NoticeGiven
from consent.standing import standing
from tests.cast import in_days
from tests.consent.pages import key, page, text_of
from tests.consent.said import assessed, in_a_year, matter, mother, safe_to_ask, said, second_parent, teenager, yara


def filled(cast, **other):
    """What the form sends when a mother agrees."""
    return {
        "respondent": key(cast, cast.femi),
        "kind": "sharing",
        "purpose": "health",
        "recipient": f"agency:{cast.social_care.public_id}",
        "information": "personal",
        "review_on": in_a_year().isoformat(),
        "state": "given",
        "words": "Yes, tell them.",
        "how": "writing",
        "language": "English",
        "answered_at": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
        "checks": list(Consent.CHECKS),
        "lead_looks": "no",
        **other,
    }


@pytest.fixture
def amara(cast, as_):
    return as_(cast.amara)


@pytest.fixture
def alone(cast):
    """Each of these said today that it is safe to ask."""
    for who in (cast.amara, cast.ben, cast.dee):
        safe_to_ask(who, cast.leo)
    safe_to_ask(cast.ade, cast.hana)


@pytest.mark.usefixtures("alone")
class TestWhoOpensThem:
    NAMES = ["person", "record", "not_sought", "notice", "competence"]

    @pytest.mark.clause("H-09")
    @pytest.mark.parametrize("name", NAMES)
    def test_whoever_may_open_the_personal_folder(self, cast, as_, name):
        for who in (cast.amara, cast.ben, cast.dee):
            assert as_(who).get(page(name, cast.leo)).status_code == 200

    @pytest.mark.clause("H-06")
    @pytest.mark.parametrize("name", NAMES)
    def test_nobody_else_and_it_looks_like_absence(self, cast, as_, name):
        for who in (cast.chen, cast.vik, cast.dana, cast.adam, cast.ade):
            refused = as_(who).get(page(name, cast.leo))
            assert refused.status_code == 404
        assert Reading.objects.filter(refused=True).count() == 5

    @pytest.mark.clause("H-14")
    def test_who_knows_the_person_but_not_the_folder_hears_who_can_help(self, cast, as_):
        send = cast.leo.folder("send")
        send.grant(by=cast.dee, to=cast.chen, purpose="Speech", until=in_days(3))
        refused = as_(cast.chen).get(page("person", cast.leo))

        assert refused.status_code == 403
        assert "safeguarding lead can let you in" in text_of(refused)

    @pytest.mark.parametrize("name", ["withdraw", "withdrawn", "copy"])
    def test_an_answer_opens_with_the_personal_folder_only(self, cast, as_, name):
        consent = mother(cast)

        assert as_(cast.amara).get(page(name, consent)).status_code == 200
        cast.leo.folder("send").grant(by=cast.dee, to=cast.chen, purpose="Speech", until=in_days(3))
        assert as_(cast.chen).get(page(name, consent)).status_code == 404
        assert as_(cast.dana).get(page(name, consent)).status_code == 404


@pytest.mark.usefixtures("alone")
class TestRecordingAnAnswer:
    @pytest.mark.clause("S-02", "H-12")
    def test_keeps_who_what_to_whom_until_when_and_on_what_footing(self, cast, amara):
        answered = amara.post(page("record", cast.leo), filled(cast))
        consent = Consent.objects.get()

        assert answered["Location"] == page("person", cast.leo)
        assert (consent.footing, consent.answered_by, consent.recipient) == ("parent", cast.femi, cast.social_care)
        assert (consent.asked_by, consent.words, consent.failed_checks) == (cast.amara, "Yes, tell them.", [])
        assert standing(cast.leo, **matter(cast)).state == "given"

    @pytest.mark.clause("S-05")
    def test_refuses_a_grandmother_and_says_what_she_may_do(self, cast, amara):
        refused = amara.post(page("record", cast.leo), filled(cast, respondent=key(cast, cast.gran)))

        assert "Write down what they say as information from them" in text_of(refused)
        assert not Consent.objects.exists()

    @pytest.mark.clause("S-02")
    def test_refuses_a_parent_under_an_order_to_anybody_but_the_lead(self, cast, as_):
        answer = filled(cast, respondent=key(cast, cast.quin), state="refused")

        assert "safeguarding lead takes this answer" in text_of(as_(cast.amara).post(page("record", cast.leo), answer))
        assert as_(cast.dee).post(page("record", cast.leo), answer).status_code == 302

    @pytest.mark.clause("H-12")
    @pytest.mark.parametrize("blanket", ["", "kind:other", "kind:", "other agencies", "agency:0"])
    def test_refuses_a_blanket_yes(self, cast, amara, blanket):
        refused = amara.post(page("record", cast.leo), filled(cast, recipient=blanket))

        assert "A yes to “other agencies” is not an agreement" in text_of(refused)
        assert not Consent.objects.exists()

    @pytest.mark.clause("H-12")
    def test_a_check_that_is_not_ticked_is_recorded_and_counts_as_none(self, cast, amara):
        amara.post(page("record", cast.leo), filled(cast, checks=["informed", "competent", "specific"]))

        assert "the answer was not free" in text_of(amara.get(page("person", cast.leo)))
        assert standing(cast.leo, **matter(cast)).state == "none"

    @pytest.mark.parametrize(
        "broken",
        [
            {"respondent": ""},
            {"respondent": "nobody"},
            {"purpose": "gossip"},
            {"information": "grievance"},
            {"review_on": ""},
            {"review_on": in_a_year(-1).isoformat()},
            {"review_on": in_a_year(500).isoformat()},
            {"review_on": "2026-02-31"},
            {"state": "not_sought"},
            {"state": ""},
            {"how": "spoken", "witness": ""},
            {"lead_looks": ""},
            {"words": "a" * 1_000_000},
            {"language": ""},
            {"answered_at": "2099-01-01 10:00"},
            {"checks": ["informed", "<b>"]},
        ],
        ids=", ".join,
    )
    def test_takes_nothing_that_is_not_whole(self, cast, amara, broken):
        refused = amara.post(page("record", cast.leo), filled(cast, **broken))

        assert refused.status_code == 200 and "govuk-error-summary" in text_of(refused)
        assert not Consent.objects.exists()

    def test_keeps_odd_words_as_they_are_and_shows_them_harmlessly(self, cast, amara):
        odd = "<script>alert(1)</script> 🙂 مرحبا"
        amara.post(page("record", cast.leo), filled(cast, words=odd))
        consent = Consent.objects.get()

        assert consent.words == odd
        assert "<script>alert(1)" not in text_of(amara.get(page("copy", consent)))

    def test_sent_twice_records_once(self, cast, amara):
        for _ in range(2):
            amara.post(page("record", cast.leo), filled(cast, once="same"))

        assert Consent.objects.count() == 1

    @pytest.mark.clause("S-02")
    def test_a_young_person_answers_on_the_record_that_they_understand(self, cast, amara):
        nia = teenager(cast)
        safe_to_ask(cast.amara, nia)
        own = filled(cast, respondent="self")

        assert "somebody has recorded that they understand" in text_of(amara.post(page("record", nia), own))
        assessed(cast, nia)
        assert amara.post(page("record", nia), own).status_code == 302


@pytest.mark.clause("S-16", "H-03", "H-13")
class TestNotAsking:
    def test_records_the_ground_instead_of_an_answer(self, cast, amara):
        asked = {**filled(cast), "ground": "increased_risk", "reason": "He reads her messages."}
        amara.post(page("not_sought", cast.leo), asked)
        consent = Consent.objects.get()

        assert (consent.state, consent.ground, consent.footing) == ("not_sought", "increased_risk", "")
        assert "put somebody in more danger" in text_of(amara.get(page("person", cast.leo)))

    @pytest.mark.parametrize("broken", [{"ground": ""}, {"ground": "no"}, {"reason": ""}])
    def test_needs_a_ground_of_the_policy_and_what_shows_it(self, cast, amara, broken):
        asked = {**filled(cast), "ground": "increased_risk", "reason": "He reads her messages.", **broken}
        amara.post(page("not_sought", cast.leo), asked)

        assert not Consent.objects.exists()


@pytest.mark.clause("H-12")
class TestTakingItBack:
    def test_is_one_step_without_a_reason_and_at_once(self, cast, amara):
        consent = mother(cast)
        done = amara.post(page("withdraw", consent), {})

        assert done["Location"] == page("withdrawn", consent)
        assert standing(cast.leo, **matter(cast)).state == "withdrawn"
        assert amara.get(done["Location"]).status_code == 200

    def test_is_done_once_and_then_says_so(self, cast, amara):
        consent = mother(cast)
        amara.post(page("withdraw", consent), {})
        again = amara.post(page("withdraw", consent), {})

        assert again.status_code == 403 and "taken back already" in text_of(again)
        assert consent.history.count() == 2

    def test_of_a_no_is_refused(self, cast, amara):
        assert amara.post(page("withdraw", mother(cast, "refused")), {}).status_code == 403

    def test_lists_who_already_has_it(self, cast, amara):
        consent = mother(cast)
        KEEPERS.append(lambda asked: [Holder("Example Clinic", "a letter", timezone.localdate())] * (asked == consent))
        try:
            for name in ("withdraw", "withdrawn"):
                assert "Example Clinic" in text_of(amara.get(page(name, consent)))
        finally:
            KEEPERS.pop()


@pytest.mark.clause("H-12")
class TestWhoeverPressesThem:
    """Whoever leans on somebody may read every paper they are given, and over the worker's shoulder."""

    SIGNS = ("coerc", "pressure", "not have been free", "lead look", "doubt")

    @pytest.mark.parametrize("how", ["answer", "withdrawal"])
    def test_finds_no_sign_of_it_on_paper(self, cast, amara, how):
        consent = mother(cast, coercion_suspected=how == "answer")
        if how == "withdrawal":
            consent.withdraw(by=cast.amara, doubted=True)
        for address in (page("copy", consent), reverse("consent:notice_sheet"), page("withdrawn", consent)):
            shown = text_of(amara.get(address)).lower()
            assert [sign for sign in self.SIGNS if sign in shown] == []

    def test_finds_it_folded_and_off_the_paper_on_the_workers_page(self, cast, amara):
        mother(cast, coercion_suspected=True)
        shown = text_of(amara.get(page("person", cast.leo)))
        fold = shown.index("Why, for staff only")

        assert "Coerced." in shown[fold:] and "oerced" not in shown[:fold]
        assert "govuk-!-display-none-print" in shown[:fold]
        assert "Ask the lead" in shown[:fold]

    def test_finds_no_open_word_that_an_answer_was_not_free(self, cast, amara):
        mother(cast, free=False)
        shown = text_of(amara.get(page("person", cast.leo)))

        assert "not free" not in shown[: shown.index("Why, for staff only")]

    def test_sees_the_same_copy_as_anybody(self, cast, amara):
        free, pressed = mother(cast), mother(cast, coercion_suspected=True)

        def copy(consent):
            shown = text_of(amara.get(page("copy", consent)))
            return shown[shown.index("paper__sheet") :].split("</article>")[0]

        assert copy(free) == copy(pressed)


class TestThePersonsPage:
    def test_says_in_words_a_family_understands_what_was_agreed(self, cast, amara):
        mother(cast)
        shown = text_of(amara.get(page("person", cast.leo)))

        for words in ("Example Children&#x27;s Social Care", "Health care or therapy", "Given", "agreed on"):
            assert words in shown

    def test_carries_no_name_in_its_title_or_address(self, cast, amara):
        shown = text_of(amara.get(page("person", cast.leo)))

        assert "Leo" not in shown[shown.index("<title>") : shown.index("</title>")]
        assert "Leo" not in page("person", cast.leo)

    def test_asks_the_database_no_more_when_there_is_more(self, cast, amara, django_assert_max_num_queries):
        mother(cast)
        with django_assert_max_num_queries(40) as few:
            amara.get(page("person", cast.leo))
        for number in range(6):
            second_parent(cast)
            mother(cast, information=["personal", "send", "developmental"][number % 3])
            said(cast, cast.leo, cast.femi, "parent", recipient=None, recipient_kind="police")
            NoticeGiven.explain(by=cast.amara, person=cast.leo, to_name=f"Aunt {number}", how="letter")
        with django_assert_max_num_queries(len(few)):
            amara.get(page("person", cast.leo))

    def test_of_a_young_person_shows_their_own_word(self, cast, as_):
        yara(cast, "refused")

        assert "Refused" in text_of(as_(cast.dee).get(page("person", cast.yara)))
