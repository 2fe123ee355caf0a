"""A record with the time of somebody else in its seal is genuine for the verifier, too, and so is no changed one."""

import re

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from audit import checkpoint
from records.paper import longterm, pades
from sharing import document
from tests.sharing.authorities import Issuer, authority, service
from tests.sharing.example import two_pages
from tests.sharing.test_document_archive import exchanged
from tests.verifier.test_verifier import certificate, kept, proof_of, verifier, verify

__all__ = ["kept", "service", "verify"]
LEDGER, SEAL = checkpoint.public_pem, certificate


@pytest.fixture
def record(service):
    made = two_pages()
    return document.seal(document.render(made, proof_of(document.frozen(made))))


def place_of_the_seal(pdf):
    before, after = map(int, re.search(rb"/ByteRange \[0 (\d+) (\d+)", pdf).groups())
    return before, after


def turned(pdf, place):
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def authority_in_pem():
    return x509.load_der_x509_certificate(authority().tsa_cert.dump()).public_bytes(Encoding.PEM).decode()


@pytest.mark.clause("S-29", "H-20")
class TestARecordWithATime:
    def test_is_genuine_and_its_time_is_shown_as_of_somebody_nobody_knows(self, record, kept, verify):
        status, said = verify(kept(record), "--key", kept(LEDGER() + SEAL(), "keys"))
        assert (status, said.split(":")[0]) == (0, "GENUINE")
        assert re.search(r"^Stamped:  20\d{12}.*Z by CN=Throwaway time, not trusted$", said, re.MULTILINE)

    def test_names_an_authority_that_was_given(self, record, kept, verify):
        status, said = verify(kept(record), "--key", kept(LEDGER() + SEAL() + authority_in_pem(), "keys"))
        assert status == 0
        assert "by CN=Throwaway time, published" in said

    def test_is_not_with_the_time_of_another_seal(self, record, kept, verify, service):
        other = document.seal(document.render(two_pages()))
        assert verify(kept(exchanged(record, other)))[0] == 1
        assert verify(kept(record))[0] == 0

    def test_is_not_with_one_bit_turned_anywhere_in_its_seal(self, record):
        before, after = place_of_the_seal(record)
        unnoticed = []
        for place in range(before, after, 3):
            try:
                verifier.seal_of(turned(record, place))
                unnoticed.append(place)
            except (verifier.Doctored, verifier.CannotSay):
                pass
        assert unnoticed == []

    def test_is_not_for_us_either(self, record):
        before, after = place_of_the_seal(record)
        assert [place for place in range(before, after, 97) if document.check(turned(record, place)).valid] == []

    def test_is_genuine_with_the_hashes_that_authorities_use_too(self, service, kept, verify):
        issuer = Issuer()
        service.answer = lambda asked: issuer.watch.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
        for kind in ("sha256", "sha384", "sha512"):
            issuer.watch.override_md = kind
            made = two_pages()
            pdf = document.seal(document.render(made, proof_of(document.frozen(made))))
            status, said = verify(kept(pdf))
            assert (status, "Stamped:" in said) == (0, True), kind


@pytest.mark.clause("S-29")
def test_of_a_record_that_was_stamped_again_afterwards_it_names_the_part_that_it_can_check(record, kept, verify):
    longer = longterm.stamped(record, authority())
    assert document.check(longer).valid
    status, said = verify(kept(longer))
    assert (status, f"the first {len(record)} bytes" in said) == (2, True)
    assert pades._as_sealed(longer) == record and verify(kept(longer[: len(record)]))[0] == 0
