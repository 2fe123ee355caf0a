"""A pack is looked through before anybody works by it; one that an organisation copied and edited is worked by."""

import shutil
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone

from consent.models import Consent
from policy import drift, packs
from policy.apps import is_usable
from policy.findings import findings
from tests.consent.pages import key, page
from tests.consent.said import safe_to_ask

TODAY = date(2026, 11, 22)


@pytest.fixture
def own(tmp_path):
    """A copy of Springfield's pack under another name, and a function that changes one place in it."""
    folder = tmp_path / "oakfield"
    shutil.copytree(packs.SHELF / "springfield", folder)

    def edit(file, old, new):
        words = (folder / file).read_text()
        assert old in words
        (folder / file).write_text(words.replace(old, new, 1))

    edit("pack.toml", 'name = "springfield"', 'name = "oakfield"')
    edit("pack.toml", "next_review_on", "reviewed_on = 2026-11-01\nnext_review_on")
    edit.folder = folder
    return edit


def found(folder, today=TODAY):
    return [(finding.kind, finding.where) for finding in findings(folder, today)]


class TestWhatIsFound:
    def test_is_nothing_in_a_copy_with_words_of_its_own_that_was_looked_at(self, own):
        own("outcomes.toml", "Get help now", "Ring for help")
        assert found(own.folder) == []

    @pytest.mark.clause("S-33", "H-35")
    def test_in_our_own_packs_is_what_their_papers_leave_open_and_nothing_to_mend(self, pack):
        of = {"springfield": set(), "hempsted": {("no review date", "pack.toml: next_review_on")}}
        foi = {"springfield": set(), "hempsted": {("stale law", "clauses.H-26")}}
        newer = {("stale law", "pack.toml: reviewed_on")}
        assert set(found(pack.folder)) == of[pack.name] | foi[pack.name] | newer

    @pytest.mark.parametrize(
        ("file", "old", "new", "kind", "where"),
        [
            ("clauses.toml", "[clauses.S-24]", "[clauses.S-99]", "broken", "oakfield/clauses.toml"),
            ("clauses.toml", "[clauses.S-32]", "[clauses.S-40]", "missing clause", "S-32"),
            ("pack.toml", "(S-22)", "(S-77)", "unknown id", "banned.social_network"),
            ("pack.toml", "reporting_duty", "reportin_duty", "unknown id", "switches.reportin_duty"),
            ("pack.toml", "reporting_duty", "reportin_duty", "missing", "switches.reporting_duty"),
            ("pack.toml", "\nparent = ", "\nparents = ", "broken", "oakfield/pack.toml"),
            ("pack.toml", "agreement_months = 12", "agreement_months = 13", "broken", "oakfield/pack.toml"),
            ("pack.toml", "adults_lead =", "adult_lead =", "unknown id", "deciders.adult_lead"),
            ("pack.toml", '"deputy", "senior', '"deputies", "senior', "unknown id", "disagreement[2].roles.deputies"),
            ("pack.toml", "urgent_hours = 2\n", "urgent_hours = 25\n", "broken", "oakfield/pack.toml"),
            ("questions.toml", 'suspected = "I', 'perhaps = "I', "missing", "questions.harm.answers.suspected"),
            ("pack.toml", "next_review_on = 2027-05-31\n", "", "no review date", "pack.toml: next_review_on"),
            ("pack.toml", "2027-05-31", "2026-05-31", "no review date", "pack.toml: next_review_on"),
            ("pack.toml", "2026-11-01", "2024-11-01", "stale law", "pack.toml: reviewed_on"),
            ("pack.toml", "ng_duty = false\nc", "ng_duty = true\nc", "stale law", "pack.toml: switches.reporting_duty"),
        ],
    )  # fmt: skip
    def test_is_named_by_its_kind_and_place(self, own, file, old, new, kind, where):
        own(file, old, new)
        assert (kind, where) in found(own.folder)

    @pytest.mark.parametrize(
        ("outdated", "today"),
        [
            ("Keep to the Data Protection Act 1998.", "Keep to the Data Protection Act 2018."),
            (
                "HM Government: Information sharing, advice (2018).",
                "HM Government: Information sharing, advice (2024).",
            ),
            ("Keep to the seven Caldicott principles.", "Keep to the eight Caldicott principles."),
            ("Keep to EYFS 2021, paragraph 3.69.", "Keep to EYFS 2025."),
            ("Keep to Working Together (2023).", "Keep to Working Together (2026)."),
        ],
    )
    @pytest.mark.clause("H-32")
    def test_is_guidance_that_was_replaced(self, own, outdated, today):
        own("clauses.toml", "[clauses.S-04]\n", f'[clauses.S-04]\nsource = "{today}"\n')
        assert found(own.folder) == []
        own("clauses.toml", today, outdated)
        assert found(own.folder) == [("stale law", "clauses.S-04")]

    @pytest.mark.parametrize("lacking", sorted(drift.book()[1]))
    def test_is_what_a_policy_of_today_says_and_this_one_does_not(self, own, lacking):
        pattern = drift.book()[1][lacking].pattern
        for file in own.folder.iterdir():
            file.write_text(pattern.sub("…", file.read_text()))
        assert ("stale law", "the whole policy") in found(own.folder)

    def test_is_said_by_the_command_which_fails_only_when_something_must_be_mended(self, own, capsys):
        own("pack.toml", "2027-05-31", "2026-05-31")
        call_command("check_policy", own.folder)
        assert "LOOK  no review date" in capsys.readouterr().out

        own("pack.toml", "reporting_duty", "reportin_duty")
        with pytest.raises(CommandError, match="Mend what is marked MEND"):
            call_command("check_policy", own.folder)
        assert "1 to look at" in capsys.readouterr().out


@pytest.mark.clause("S-21", "S-30", "H-35")
class TestTheServiceWorksByIt:
    @pytest.fixture
    def in_use(self, own, settings):
        own("pack.toml", "Safeguarding lead on call", "Oakfield's lead")
        own("pack.toml", "01632 960100", "01632 960399")
        own("pack.toml", 'senior_leader = "Senior leader"', 'senior_leader = "Head of Oakfield"')
        own("pack.toml", "agreement_months = 12", "agreement_months = 3")
        own("pack.toml", 'health = "Health care or therapy"', 'health = "Seeing a nurse"')
        own("notice.md", "# What we do with what you tell us", "# What Oakfield does with your words")
        assert found(own.folder) == []
        settings.POLICY_FOLDER = str(own.folder)
        return own

    def test_with_its_words_contacts_and_deciders(self, in_use, cast, as_):
        shown = as_(cast.amara).get(reverse("danger")).text + as_(cast.amara).get(reverse("consent:notice_sheet")).text

        assert "Oakfield&#x27;s lead" in shown and "01632 960399" in shown
        assert "What Oakfield does with your words" in shown
        assert packs.current().deciders["senior_leader"] == "Head of Oakfield"

    def test_with_its_intervals_and_purposes(self, in_use, cast, as_):
        safe_to_ask(cast.amara, cast.leo)
        form = as_(cast.amara).get(page("record", cast.leo)).text
        assert "At most 3 months" in form and "Seeing a nurse" in form

        long = timezone.localdate() + timedelta(days=120)
        sent = {"respondent": key(cast, cast.femi), "purpose": "health", "information": "personal", "how": "writing"}
        sent |= {"recipient": "kind:health", "state": "given", "language": "English", "lead_looks": "no"}
        sent |= {"kind": "sharing", "checks": list(Consent.CHECKS), "answered_at": f"{timezone.localdate()} 00:00"}
        refused = as_(cast.amara).post(page("record", cast.leo), sent | {"review_on": long.isoformat()})
        assert "No answer lasts longer than 3 months" in refused.text

    def test_and_does_not_start_with_one_that_cannot_be_read(self, own, settings):
        settings.POLICY_FOLDER = str(own.folder)
        own("pack.toml", 'number = "999"', "number = 999")

        (error,) = is_usable()
        assert "oakfield/pack.toml: emergency[1].number: must be text" in error.msg
