"""What the seal proves and what it does not, and all that somebody needs to check a record without us."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sharing import proof as proofs
from staff.access import holds, signed_in
from staff.roles import Can

COMMANDS = [
    "python3 -m pip install cryptography pypdf",
    "python3 verify_record.py decision-record.pdf",
    "python3 verify_record.py decision-record.pdf --key public-keys.pem",
]


@require_safe
@signed_in
def proof(request):
    may_keep = request.user.can(Can.KEEP_CHECKPOINTS)
    context = {"proof": proofs.proof(), "commands": COMMANDS, "may_keep": may_keep}
    return render(request, "sharing/proof.html", context)


@require_safe
@signed_in
def verifier(request):
    return _file("verify_record.py", "text/x-python", proofs.VERIFIER.read_bytes())


@require_safe
@signed_in
def public_keys(request):
    return _file("public-keys.pem", "application/x-pem-file", proofs.public_keys())


@require_safe
@holds(Can.KEEP_CHECKPOINTS)
def checkpoint(request):
    """The newest signed note: to be kept where nobody who runs this service can reach it."""
    note = proofs.newest_note()
    return _file("checkpoint.txt", "text/plain; charset=utf-8", note) if note else redirect("sharing:proof")


def _file(name, kind, content):
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
