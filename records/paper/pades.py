"""The seal on a PDF: put there once, over every byte, and examined against the organisation's own certificates only.

PAdES with a certification that allows no later change. The time in the seal is this machine's word (B-B). Where a
time-stamping service is configured it adds its own (B-T); it is sent a hash of the seal and nothing of the document.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from io import BytesIO
from typing import TypeVar

from asn1crypto import cms
from asn1crypto import x509 as asn1
from django.conf import settings
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1 as plain_certificate
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1 as plain_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .longterm import OUTSIDE, Writer, material, stamp_alone, stamped, well_made
from .sealing import KeyUnusable, Seal, in_force, trusted

log = logging.getLogger(__name__)
# It writes pages about each time stamp whose authority it has not been told to trust; `_judged` says what counts.
logging.getLogger("pyhanko.sign").setLevel(logging.ERROR)

FIELD = "Seal"
ADDED = "Something was added to the document after it was sealed."
# The proof for long lies under the seal itself, so that nothing but a time stamp has to be added afterwards.
COVERED = DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE)
PATIENCE = 5  # seconds that the time-stamping service has for an answer
Result = TypeVar("Result")
_ROOMS: dict[bytes, int] = {}
USUAL_LENGTH = 71  # bytes of a P-256 signature in DER: one in two has as many, the others one more or fewer


@dataclass(frozen=True)
class SealCheck:
    """What an examination found. `fingerprint` is of the certificate in the file, None where none could be read."""

    valid: bool
    covers_all: bool
    fingerprint: str | None
    reason: str


def sealed(pdf: bytes) -> bytes:
    """The same document with the organisation's seal over all of it. Raises KeyUnusable.

    What others should add and do not, or not as they should, is done without.
    """
    seal = in_force()
    with _signer(seal) as signer:
        if settings.TIMESTAMP_URL and settings.SEAL_REVOCATION:
            try:
                return _accepted(_signed(pdf, signer, clock(settings.TIMESTAMP_URL), material(seal)))
            except Exception as failed:  # of any kind: what is not the fault of others is raised again below
                log.warning("Sealed without what proves it for long, which failed: %s", type(failed).__name__)
        if settings.TIMESTAMP_URL:
            try:
                return _accepted(_signed(pdf, signer, clock(settings.TIMESTAMP_URL)))
            except Exception as failed:
                log.warning(
                    "Sealed without the time of the time-stamping service, which failed: %s", type(failed).__name__
                )
        made = _signed(pdf, signer)
    if not seal.key and not examined(made).valid:
        raise KeyUnusable("The key in the device is not the one of the seal's certificate: see SEAL_PKCS11_KEY.")
    return made


@cache
def clock(url: str) -> TimeStamper:
    """The service at this address. It is kept: it knows how much room its answers take and asks that once only."""
    return HTTPTimeStamper(url, timeout=PATIENCE)


def token(told: bytes) -> cms.ContentInfo:
    """What the configured service says about this SHA-256 and its own time. Raises what keeps it from answering."""
    return _outside_any_loop(lambda: asyncio.run(clock(settings.TIMESTAMP_URL).async_timestamp(told, "sha256")))


def _signed(
    pdf: bytes, signer: signers.Signer, clock: TimeStamper | None = None, proof: ValidationContext | None = None
) -> bytes:
    terms = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        tight_size_estimates=clock is None,
        validation_context=proof,
        embed_validation_info=proof is not None,
        dss_settings=COVERED,
    )
    sealer = Sealer(terms, signer, timestamper=clock, new_field_spec=SigFieldSpec(FIELD, invis_sig_settings=OUTSIDE))
    writer, room = Writer(BytesIO(pdf)), None if clock else _room(signer)
    made = _outside_any_loop(lambda: sealer.sign_pdf(writer, bytes_reserved=room)).getvalue()
    return _outside_any_loop(lambda: stamped(made, clock)) if clock and proof else made


def _room(signer: signers.Signer) -> int:
    """How many digits a seal without the time of others takes. Every one of a key has as many: tried out once."""
    mark = signer.signing_cert.sha256
    if mark not in _ROOMS:
        tried = _outside_any_loop(lambda: asyncio.run(signer.async_sign(bytes(32), "sha256", use_pades=True)))
        _ROOMS[mark] = 2 * len(tried.dump())
    return _ROOMS[mark]


def _accepted(pdf: bytes) -> bytes:
    """What the service sent is in the file by now, read by nobody. Raises ValueError where we would not accept it."""
    if not examined(pdf).valid:
        raise ValueError
    return pdf


def examined(pdf: bytes) -> SealCheck:
    """Whether this is a document we sealed, unchanged since. Never raises because of what is in the file."""
    try:
        whole, sealed = pdf, _as_sealed(pdf)
        signatures = PdfFileReader(BytesIO(sealed)).embedded_signatures
        if len(signatures) != 1:
            return SealCheck(
                False, False, None, f"This file carries {len(signatures)} seals; a decision record has one."
            )
        _written_out(signatures[0], sealed)
        found = _outside_any_loop(lambda: _judged(signatures[0]))
        return found if whole == sealed or not found.valid else _added_to(found, sealed, whole)
    except (
        Exception
    ) as unreadable:  # a damaged file may break the reader anywhere; the kind says enough, the words may quote it
        return SealCheck(
            False, False, None, f"This file is damaged or is not a decision record ({type(unreadable).__name__})."
        )


def _as_sealed(pdf: bytes) -> bytes:
    """The document as far as its first seal reaches."""
    reach = re.search(rb"/ByteRange \[0 \d+ (\d+) (\d+) *\]", pdf)
    return pdf[: int(reach[1]) + int(reach[2])] if reach else pdf


def _added_to(found: SealCheck, sealed: bytes, whole: bytes) -> SealCheck:
    """To a sealed document one time stamp may be added that covers everything, and nothing else."""
    try:
        stamp = stamp_alone(sealed, whole)
        _filled(stamp, whole)
        nobody = ValidationContext(trust_roots=[], allow_fetching=False)
        status = _outside_any_loop(lambda: validate_pdf_timestamp(stamp, nobody))
    except Exception:  # whatever else was added may break the reader anywhere
        return replace(found, valid=False, covers_all=False, reason=ADDED)
    if not (status.intact and status.valid and status.coverage == SignatureCoverageLevel.ENTIRE_FILE):
        return replace(found, valid=False, covers_all=False, reason=ADDED)
    return found


def _judged(signature) -> SealCheck:
    roots = [plain_certificate(certificate) for certificate in trusted()]
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=roots, allow_fetching=False))
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    mark = signature.signer_cert.sha256.hex()
    if not status.intact or not status.valid:
        return SealCheck(False, whole, mark, "The document is not what was sealed: it was changed afterwards.")
    if not whole:
        return SealCheck(False, whole, mark, ADDED)
    if not status.trusted:
        return SealCheck(False, whole, mark, "The document was sealed, but not by this organisation.")
    if not _was_valid(signature.signer_cert, signature.self_reported_timestamp):
        return SealCheck(False, whole, mark, "The certificate of the seal was not valid on the day of the seal.")
    time = status.timestamp_validity
    if time and not (time.intact and time.valid):
        return SealCheck(False, whole, mark, "The time in the seal belongs to something else.")
    if not status.docmdp_ok or not status.seed_value_ok:
        return SealCheck(False, whole, mark, "The seal does not allow what was done to this document.")
    return SealCheck(True, whole, mark, "The document is exactly what this organisation sealed.")


def _was_valid(certificate: asn1.Certificate, at: datetime | None) -> bool:
    """One that has ended since still vouches for what it sealed before."""
    return at is not None and certificate.not_valid_before <= at <= certificate.not_valid_after


def _written_out(signature, pdf: bytes) -> None:
    """The place of the seal is the one that it does not cover: exactly the seal stands there. Raises ValueError.

    After it come zeros, where room was left for a time stamp; and a time stamp is all that may have been added to it.
    """
    seal = _filled(signature, pdf)
    signer = seal["signer_infos"][0]
    announced = signer["digest_algorithm"].dump()  # named twice; nobody else compares the two
    if seal["version"].native != "v1" or seal["digest_algorithms"].contents != announced:
        raise ValueError
    added = [(each["type"].native, len(each["values"])) for each in signer["unsigned_attrs"]]
    if added not in ([], [("signature_time_stamp_token", 1)]):
        raise ValueError
    if added and not well_made(signer["unsigned_attrs"][0]["values"][0]):
        raise ValueError


def _filled(signature, pdf: bytes) -> cms.SignedData:
    """The signature, which with zeros after it fills the one place that it does not cover. Raises ValueError."""
    _, before, after, _ = signature.byte_range
    container = cms.ContentInfo.load(signature.pkcs7_content)
    if signature.sig_object_type == "/DocTimeStamp" and not well_made(container):
        raise ValueError
    if pdf[before:after] != b"<" + container.dump().hex().upper().encode().ljust(after - before - 2, b"0") + b">":
        raise ValueError
    return container["content"]


class Sealer(signers.PdfSigner):
    """Names the one extension that PAdES needs. pyHanko's own list makes it a file of PDF 2.0, which PDF/A-3 is not."""

    def register_extensions(self, pdf_out: IncrementalPdfFileWriter, *, md_algorithm: str) -> None:
        pdf_out.register_extension(ESIC_EXTENSION_1)


class Steady:
    """Makes every seal of one length, so that it fills its place and leaves no byte that nobody vouches for."""

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        while len(made := await super().async_sign_raw(data, digest_algorithm)) != USUAL_LENGTH:  # type: ignore[misc]
            pass
        return made


class SteadySigner(Steady, signers.SimpleSigner):
    """With a key from a file."""


@contextmanager
def _signer(seal: Seal) -> Iterator[signers.Signer]:
    if seal.key:
        yield _signer_of(seal)
    else:
        with _device().signer(seal) as signer:
            yield signer


def _device():
    """What speaks to the device that keeps the key. Not loaded before: its packages are optional."""
    try:
        from . import device
    except ImportError as missing:
        raise KeyUnusable("A key in a device needs the optional packages: pip install '.[hsm]'.") from missing
    return device


@lru_cache(maxsize=8)
def _signer_of(seal: Seal) -> signers.SimpleSigner:
    return SteadySigner(plain_certificate(seal.certificate), plain_key(seal.key), SimpleCertificateStore())


def _outside_any_loop(act: Callable[[], Result]) -> Result:
    """pyHanko starts an event loop of its own, which one that is already running in this thread would forbid."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return act()
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(act).result()
