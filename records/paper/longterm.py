"""What keeps a seal provable when those who vouched for it are gone (PAdES B-LTA).

Under the seal lie the certificates of all who issued something, and the lists that show that nothing was revoked. Over
the sealed document lies one more time stamp, added after it: the only thing that may be added to a sealed document.

Somebody puts the material into the folder SEAL_REVOCATION and renews it there: certificates of the authorities, of the
seal as well as of the time (`*.pem`); lists of what they revoked (`*.crl`) or their answers about it (`*.ocsp`).
"""

import hashlib
from io import BytesIO
from pathlib import Path

from asn1crypto import cms, crl, ocsp, pem, x509
from django.conf import settings
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1 as plain_certificate
from pyhanko.pdf_utils.generic import DictionaryObject, PdfObject, Reference
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from .sealing import Seal

FIELD = "Time"
OUTSIDE = InvisSigSettings(box_out_of_bounds=True)  # within the page, readers of tagged PDF would have to be told of it
GROWS = {"/Fields", "/Annots"}  # the lists in which a time stamp is entered: of all fields, and of those on its page

# What there is to read in the field of a time stamp and in the stamp itself: nothing that could be seen or done.
SAID_OF_FIELD = {"/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/TU", "/V"}
SAID_OF_TIME = {"/Type", "/Filter", "/SubFilter", "/ByteRange", "/Contents"}


class Writer(IncrementalPdfFileWriter):
    """Adds what it is told to add, and does not date the document anew: it says itself of when it is."""

    def _update_meta(self) -> None:
        pass


def material(seal: Seal) -> ValidationContext:
    """All that is there today. What is missing, or has run out, is found out when a seal is made with it."""
    certificates = [*(x509.Certificate.load(data) for data in _files("pem")), plain_certificate(seal.certificate)]
    return ValidationContext(
        trust_roots=[each for each in certificates if each.self_issued],
        other_certs=[each for each in certificates if not each.self_issued],
        crls=[crl.CertificateList.load(data) for data in _files("crl")],
        ocsps=[ocsp.OCSPResponse.load(data) for data in _files("ocsp")],
        allow_fetching=False,
        revocation_mode="require",
    )


def _files(ending: str) -> list[bytes]:
    """Each file in DER, whichever way it is written."""
    files = [path.read_bytes() for path in sorted(Path(settings.SEAL_REVOCATION).glob(f"*.{ending}"))]
    return [pem.unarmor(data)[2] if pem.detect(data) else data for data in files]


def stamped(pdf: bytes, clock: TimeStamper) -> bytes:
    """The sealed document with a time stamp over all of it, and nothing else."""
    stamper = PdfTimeStamper(clock, field_name=FIELD, invis_settings=OUTSIDE)
    return stamper.timestamp_pdf(Writer(BytesIO(pdf)), "sha256").getvalue()


def stamp_alone(sealed: bytes, whole: bytes) -> EmbeddedPdfSignature:
    """The time stamp that was added to a sealed document. Raises an error when anything else was."""
    before, after = (PdfFileReader(BytesIO(data)) for data in (sealed, whole))
    _, stamp = after.embedded_signatures
    field = after.root["/AcroForm"]["/Fields"].raw_get(-1)
    value = field.get_object().raw_get("/V")
    _need(stamp.sig_object_type == "/DocTimeStamp" and set(value.get_object()) == SAID_OF_TIME)
    _need(set(field.get_object()) == SAID_OF_FIELD and set(map(int, field.get_object()["/Rect"])) == {-9999})
    _need(all(before.trailer.raw_get(name) == after.trailer.raw_get(name) for name in ("/Root", "/Info")))
    known = _all(before)
    moved = [each for each in known if before.xrefs[each] != after.xrefs[each]]
    _need(all(_written(before, each) == _written(after, each, without=field) for each in moved))
    _need({each for each in _all(after) - known if not _is_index(after, each)} == {field.reference, value.reference})
    return stamp


def _need(condition: bool) -> None:
    if not condition:
        raise ValueError


def well_made(token: cms.ContentInfo) -> bool:
    """Whether a time stamp says the same where it says a thing twice, and its certificate is the one it was made with.

    Nobody else looks, as long as nobody trusts the authority.
    """
    said = token["content"]
    (signer,) = said["signer_infos"]
    attributes = {each["type"].native: each["values"][0] for each in signer["signed_attrs"]}
    newer = attributes.get("signing_certificate_v2")
    mark = (newer or attributes["signing_certificate"])["certs"][0]
    kind = mark["hash_algorithm"]["algorithm"].native if newer else "sha1"
    fits = [one for one in said["certificates"] if hashlib.new(kind, one.dump()).digest() == mark["cert_hash"].native]
    named = fits and (fits[0].chosen.issuer, fits[0].chosen.serial_number)
    by = signer["sid"].chosen
    announced = said["digest_algorithms"].contents == signer["digest_algorithm"].dump()
    return said["version"].native == "v3" and announced and named == (by["issuer"], by["serial_number"].native)


def _all(pdf: PdfFileReader) -> set[Reference]:
    """Every object that any revision of this file holds."""
    return set().union(*map(pdf.xrefs.explicit_refs_in_revision, range(pdf.xrefs.total_revisions)))


def _is_index(pdf: PdfFileReader, reference: Reference) -> bool:
    thing = pdf.get_object(reference)
    return isinstance(thing, DictionaryObject) and thing.get("/Type") == "/XRef"


def _written(pdf: PdfFileReader, reference: Reference, without: PdfObject | None = None) -> bytes:
    """How an object is written; without this one, at the end of the lists that grow. Raises where there is none."""
    written, thing = BytesIO(), pdf.get_object(reference)
    if without is not None and isinstance(thing, DictionaryObject):
        for name in GROWS & set(thing):
            _need(thing[name].raw_get(-1) == without)
            del thing[name][-1]
    thing.write_to_stream(written)
    return written.getvalue()
