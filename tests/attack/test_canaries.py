"""Every box in which somebody writes freely holds a word of its own in the hidden record, or no search could find it.

A new text field on a recorded model fails here until tests/attack/more_words.py writes in it, or a list says why not.
"""

from django.db import models

from audit.verbs import recorded

from .more_words import write_the_rest
from .world import CANARY

SERVICE = """
consent.Consent.respondent_basis
consent.Consent.respondent_link
consent.EarlierRegister.sha256
consent.RegisterCopy.sha256
consent.SheetLink.token_hash
consent.Signature.key
consent.Signature.locked
consent.Signature.plain_sha256
consent.Signature.sha256
governance.Disposal.kept_from
governance.Disposal.rule
governance.Disposal.rule_words
records.AccessRequest.kinds
records.Attachment.key
records.Attachment.plain_sha256
records.Attachment.sha256
records.BreakGlass.why
records.PaperScan.key
records.PaperScan.plain_sha256
records.PaperScan.sha256
records.Concern.kept_by
records.SafeContact.locked
records.Telling.to_name
sharing.Decision.against_verdict
sharing.Decision.decided_as
sharing.Decision.sha256
sharing.Delivery.opened_sha256
sharing.Delivery.token_hash
sharing.Disagreement.asked
sharing.HeldBack.sha256
sharing.SealedDocument.canonical
sharing.SealedDocument.sha256
sharing.SignedAgreement.key
sharing.SignedAgreement.plain_sha256
sharing.SignedAgreement.sha256
staff.Undertaken.sha256
"""  # written by the service: keys, marks, the words of a list, or a copy of what stands elsewhere with a canary
NOBODY = """
records.PaperScan.name
sharing.SignedAgreement.name
staff.PaperPromise.kept
staff.PaperPromise.name
staff.PaperPromise.witness
staff.Undertaken.typed_name
"""  # about no record: what staff and helpers signed
NOT_HIDDEN = {*SERVICE.split(), *NOBODY.split()}


def free_text(model):
    """The fields that take any words: no choices, no keys, no marks made by the service."""
    for field in model._meta.concrete_fields:
        free = isinstance(field, models.TextField) or isinstance(field, models.CharField) and field.max_length >= 60
        if free and not field.choices and field.editable:
            yield field


def test_every_text_field_holds_a_canary(cast, hidden):
    write_the_rest(cast, hidden)
    bare = set()
    for model in recorded():
        for field in free_text(model):
            written = model._base_manager.values_list(field.attname, flat=True)
            if not any(CANARY.search(str(words)) for words in written):
                bare.add(f"{model._meta.label}.{field.name}")
    assert sorted(bare - NOT_HIDDEN) == []
    assert sorted(NOT_HIDDEN - bare) == []
