"""The seal on a PDF: put there once, over every byte, and examined against the organisation's own certificates only.

PAdES B-B with a certification that allows no later change. No time-stamping service is asked: the time in the seal is
this machine's word.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import TypeVar

from asn1crypto import cms
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1 as plain_certificate
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1 as plain_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .sealing import seal_key, trusted

FIELD = "Seal"
Result = TypeVar("Result")
USUAL_LENGTH = 71  # bytes of a P-256 signature in DER: one in two has as many, the others one more or fewer


@dataclass(frozen=True)
class SealCheck:
    """What an examination found. `fingerprint` is of the certificate in the file, None where none could be read."""

    valid: bool
    covers_all: bool
    fingerprint: str | None
    reason: str


def sealed(pdf: bytes) -> bytes:
    """The same document with the organisation's seal over all of it. Raises SealNotConfigured."""
    terms = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        tight_size_estimates=True,
    )
    # Outside the page: within it, readers of tagged PDF would have to be told what it is.
    place = SigFieldSpec(FIELD, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True))
    signer = signers.PdfSigner(terms, _signer(), new_field_spec=place)
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    return _outside_any_loop(lambda: signer.sign_pdf(writer)).getvalue()


def examined(pdf: bytes) -> SealCheck:
    """Whether this is a document we sealed, unchanged since. Never raises because of what is in the file."""
    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if len(signatures) != 1:
            return SealCheck(
                False, False, None, f"This file carries {len(signatures)} seals; a decision record has one."
            )
        _written_out(signatures[0], pdf)
        return _outside_any_loop(lambda: _judged(signatures[0]))
    except (
        Exception
    ) as unreadable:  # a damaged file may break the reader anywhere; the kind says enough, the words may quote it
        return SealCheck(
            False, False, None, f"This file is damaged or is not a decision record ({type(unreadable).__name__})."
        )


def _judged(signature) -> SealCheck:
    roots = [plain_certificate(certificate) for certificate in trusted()]
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=roots, allow_fetching=False))
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    mark = signature.signer_cert.sha256.hex()
    if not status.intact or not status.valid:
        return SealCheck(False, whole, mark, "The document is not what was sealed: it was changed afterwards.")
    if not whole:
        return SealCheck(False, whole, mark, "Something was added to the document after it was sealed.")
    if not status.trusted:
        return SealCheck(False, whole, mark, "The document was sealed, but not by this organisation.")
    if not status.bottom_line:
        return SealCheck(False, whole, mark, "The seal does not allow what was done to this document.")
    return SealCheck(True, whole, mark, "The document is exactly what this organisation sealed.")


def _written_out(signature, pdf: bytes) -> None:
    """The place of the seal is the one that it does not cover: exactly the seal stands there. Raises ValueError."""
    _, before, after, _ = signature.byte_range
    seal = cms.ContentInfo.load(signature.pkcs7_content, strict=True)["content"]
    announced = seal["signer_infos"][0]["digest_algorithm"].dump()  # named twice; nobody else compares the two
    written = pdf[before:after] == b"<" + signature.pkcs7_content.hex().upper().encode() + b">"
    if not written or seal["version"].native != "v1" or seal["digest_algorithms"].contents != announced:
        raise ValueError


class SteadySigner(signers.SimpleSigner):
    """Makes every seal of one length, so that it fills its place and leaves no byte that nobody vouches for."""

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        while len(made := super().sign_raw(data, digest_algorithm)) != USUAL_LENGTH:
            pass
        return made


def _signer() -> signers.SimpleSigner:
    seal = seal_key()
    return SteadySigner(plain_certificate(seal.certificate), plain_key(seal.key), SimpleCertificateStore())


def _outside_any_loop(act: Callable[[], Result]) -> Result:
    """pyHanko starts an event loop of its own, which one that is already running in this thread would forbid."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return act()
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(act).result()
