"""Every page from which something is taken away, and what reads it on its way out (S-22). New ones go in first."""

from pathlib import Path

import pytest

# Where it is made, and what in that file reads it (records/exits.py, sharing/leaving/guard.py).
READ = {
    "consent/paper.py": "struck_from",
    "consent/register/copying.py": "struck_from",
    "records/views/chronology.py": "struck_from",
    "sharing/management/commands/export_decision.py": "copies.Stopped",
    "sharing/models/leaving.py": "guard.unless_it_may_go_again",  # a parcel: taken again, or by another link
    "sharing/models/moves.py": "copies.unless_it_may_leave",  # a copy of a signed record, whoever takes it
    "sharing/leaving/delivery.py": "guard.unless_it_may_go_again",
    "sharing/views/asked.py": "guard.unless_given_away",
    "sharing/views/disclosure.py": "guard.judged",
    "sharing/views/family.py": "guard.unless_given_away",
    "sharing/views/signed.py": "copies.kinds_of",
    "consent/views/person.py": "kept_from_whoever_answered",
}
# What makes a page one from which something is taken, and which files do so; behind each, what reads it, or why not.
TAKEN = {
    "Content-Disposition": {
        "records/views/attachment.py": "a file as somebody put it here, opened inside; read when it is shared",
        "staff/access.py": "only looks for it",
        "consent/views/signed.py": "a paper as they signed it, opened inside",
        "consent/views/copying.py": "consent/register/copying.py",
        "consent/views/paper.py": "consent/paper.py",
        "governance/views/disposal.py": "a certificate of numbers, which names no record",
        "portal/views.py": "sharing/leaving/delivery.py",
        "sharing/views/proof.py": "keys and a checkpoint: about nobody",
        "sharing/views/sent.py": "sharing/models/leaving.py",
        "sharing/views/signed.py": "sharing/models/moves.py",
        "sharing/views/disclosure.py": "sharing/views/disclosure.py",
    },
    "copies=True": {
        "records/views/attachment.py": "a file as somebody put it here, opened inside; read when it is shared",
        "consent/views/signed.py": "a paper as they signed it, opened inside",
        "consent/views/paper.py": "consent/paper.py",
        "consent/views/withdraw.py": "a letter of the policy's words alone",
        "consent/views/person.py": "consent/views/person.py",
        "governance/views/disposal.py": "a certificate of numbers, which names no record",
        "sharing/views/asked.py": "sharing/views/asked.py",
        "sharing/views/family.py": "sharing/views/family.py",
        "sharing/views/sent.py": "sharing/models/leaving.py",
        "sharing/views/sharing_agreement.py": "an agreement with a partner, about nobody",
    },
    "print_button": {
        "templates/records/chronology.html": "records/views/chronology.py",
        "templates/sharing/record.html": "sharing/views/signed.py",
        "templates/print.html": "the sheets below",
        "templates/gallery.html": "shows the button",
        "templates/mfa/recovery_codes/index.html": "their own codes",
        "springfield/components.py": "the button itself",
    },
    'extends "print.html"': {
        "templates/consent/copy.html": "consent/views/person.py",
        "templates/consent/letter.html": "a letter of the policy's words alone",
        "templates/consent/notice_sheet.html": "names nobody",
        "templates/consent/sheet_shown.html": "names nobody",
        "templates/sharing/family_letter.html": "sharing/views/family.py",
        "templates/sharing/letter.html": "sharing/views/asked.py",
        "templates/staff/my_undertaking.html": "their own promise",
    },
}
FLOORS = ("audit", "staff", "records", "consent", "sharing", "portal", "governance", "springfield", "templates")


@pytest.mark.clause("S-22")
@pytest.mark.parametrize("sign", TAKEN)
def test_every_page_from_which_something_is_taken_is_named_with_what_reads_it(sign):
    files = (path for floor in FLOORS for end in ("*.py", "*.html") for path in Path(floor).rglob(end))
    found = {str(path) for path in files if sign in path.read_text("utf-8")}
    assert found == set(TAKEN[sign])
    for read_by in TAKEN[sign].values():
        assert not read_by.endswith(".py") or read_by in READ


@pytest.mark.clause("S-22")
@pytest.mark.parametrize(("path", "reader"), READ.items())
def test_what_reads_it_is_still_there(path, reader):
    assert reader in Path(path).read_text("utf-8")
