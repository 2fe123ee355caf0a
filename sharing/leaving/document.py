"""What leaves, on paper: a sealed PDF with its own cover and proof, the same locked, or a letter in plain text.

Whatever was left out was never put in: each is made anew from the words that leave (security.md, redaction).
"""

import io
import secrets
import zipfile
from datetime import UTC, datetime

from django.template.loader import render_to_string
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from audit import ledger
from audit.models import Trace, key_of
from records.paper import pades, pressroom
from records.paper.sealing import canonical, digest, fingerprint
from records.paper.wording import readable, sealed_values
from staff.models import User

from .account import account_of, parts_of

LONGEST_PART = 200_000  # characters: about a hundred pages
ATTACHED, PROOF = "disclosure.json", "proof.json"


def page(account, mark="", proof=None):
    """The parcel as an HTML page; `mark` stands on every sheet: for whom, and when it was opened."""
    exact = canonical(account)
    shown = {"seq": proof.seq, "note": proof.note.splitlines()} if proof else None
    return render_to_string(
        "sharing/leaving/parcel.html",
        {
            "record": readable(account),
            "sealed": list(sealed_values(account)),
            "mark": mark,
            "sha256": digest(exact),
            "fingerprint": fingerprint(),
            "attached": ATTACHED,
            "ledger": shown,
        },
    )


def printed(disclosure, mark=""):
    """The sealed PDF. Raises Unavailable, KeyUnusable."""
    account = account_of(disclosure)
    exact, proof = canonical(account), proof_of(disclosure, account)
    files = {ATTACHED: exact, PROOF: canonical(proof.as_json())}
    return pades.sealed(pressroom.printed(page(account, mark, proof), files, datetime.now(UTC)))


def bundled(disclosure, mark=""):
    """(bytes, media type, ending): one sealed PDF; a longer parcel, or one with files, in one archive with an index."""
    account = account_of(disclosure)
    parts, files = parts_of(account, LONGEST_PART), disclosure.items.exclude(attachment=None).order_by("pk")
    if len(parts) == 1 and not files:
        return printed(disclosure, mark), "application/pdf", "pdf"
    proof, many = proof_of(disclosure, account), len(parts)
    made = {
        f"shared-in-confidence-{number:02}-of-{many:02}.pdf": _part(part, f"Part {number} of {many}. {mark}", proof)
        for number, part in enumerate(parts, 1)
    }
    made |= {item.attachment.called_outside: b"".join(item.attachment.pieces()) for item in files}
    return _packed(made), "application/zip", "zip"


def _part(account, mark, proof):
    """One part: tagged, sealed and proved as the whole would be."""
    files, at = {ATTACHED: canonical(account), PROOF: canonical(proof.as_json())}, datetime.now(UTC)
    return pades.sealed(pressroom.printed(page(account, mark, proof), files, at, pressroom.UNHURRIED))


def _packed(made):
    index = ["What is in this archive, each with its SHA-256:", ""]
    index += [f"{number}. {name}  {digest(data)}" for number, (name, data) in enumerate(made.items(), 1)]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in {"index.txt": "\n".join([*index, ""]).encode(), **made}.items():
            bundle.writestr(name, data)
    return archive.getvalue()


def proof_of(disclosure, account):
    """That exactly these words left: a line of the ledger holds their hash. It names nobody who works here."""
    sha256 = digest(canonical(account))
    lines = Trace.objects.filter(event="decision.parcel_fixed", about=key_of(disclosure), facts__sha256=sha256)
    if not lines.exists():
        disclosure.fix(by=User.system(), sha256=sha256)
    ledger.seal()
    return ledger.proof_of(lines.latest("pk"))


def locked(pdf, passphrase):
    """The same pages under AES-256; the seal cannot go with it, so the receipt holds its hash."""
    writer, made = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf))), io.BytesIO()
    writer.encrypt(owner_pass=secrets.token_urlsafe(32), user_pass=passphrase)
    writer.write(made)
    return made.getvalue()


def letter(disclosure):
    """The same in plain text, to be sent or read out; with a checkpoint, so that whoever keeps it is a witness."""
    account = account_of(disclosure)
    return as_letter(account, proof_of(disclosure, account))


def as_letter(account, proof=None):
    context = {"record": readable(account), "proof": proof, "sha256": digest(canonical(account))}
    return render_to_string("sharing/leaving/letter.txt", context)


def looked_at(account):
    """The pages as they would be, before anything has left: neither sealed nor proved."""
    return pressroom.printed(page(account), {ATTACHED: canonical(account)}, datetime.now(UTC))
