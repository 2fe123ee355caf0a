"""Authorities made for the tests, and trusted by nobody: one that gives the time, one that issues certificates."""

import threading
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1 as plain_certificate
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1 as plain_key
from pyhanko.sign.timestamps import DummyTimeStamper

from records.paper import pades
from records.paper.sealing import OTHER_USES

NOW = datetime.now(UTC)
TIME = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])


def days(number):
    return NOW + timedelta(days=number)


def called(name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def certificate(name, key, issuer=None, signs=None, *, start=-1, end=400, use=None, issues=False):
    """Of this key, from day to day counted from today; signed by an issuer, or else by itself."""
    usage = dict.fromkeys(OTHER_USES, False) | {"key_cert_sign": issues, "crl_sign": issues}
    usage |= {"digital_signature": not issues, "content_commitment": not issues}
    built = x509.CertificateBuilder().subject_name(called(name)).issuer_name(called(issuer or name))
    built = built.public_key(key.public_key()).serial_number(x509.random_serial_number())
    built = built.not_valid_before(days(start)).not_valid_after(days(end))
    built = built.add_extension(x509.BasicConstraints(ca=issues, path_length=None), critical=True)
    built = built.add_extension(x509.KeyUsage(**usage), critical=True)
    if use:
        built = built.add_extension(use, critical=True)
    return built.sign(signs or key, hashes.SHA256())


def seal_file(key, certificate):
    """A seal as it stands in its file."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)


def watch(certificate, key):
    """What gives the time."""
    return DummyTimeStamper(plain_certificate(certificate), plain_key(key))


@cache
def authority():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return watch(certificate("Throwaway time", key, use=TIME), key)


class Issuer:
    """Issues a seal and a watch, and lists what it revoked."""

    def __init__(self):
        self.key, watch_key = ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)
        self.certificate = certificate("Issuer", self.key, issues=True)
        self.watch = watch(certificate("Time of the issuer", watch_key, "Issuer", self.key, use=TIME), watch_key)

    def seal(self):
        key = ec.generate_private_key(ec.SECP256R1())
        return seal_file(key, certificate("Seal of the issuer", key, "Issuer", self.key))

    def revoked(self, *certificates, start=-1, end=7):
        built = x509.CertificateRevocationListBuilder().issuer_name(called("Issuer"))
        built = built.last_update(days(start)).next_update(days(end))
        for each in certificates:
            one = x509.RevokedCertificateBuilder().serial_number(each.serial_number).revocation_date(days(start))
            built = built.add_revoked_certificate(one.build())
        return built.sign(self.key, hashes.SHA256())


def right(asked):
    return authority().request_tsa_response(tsp.TimeStampReq.load(asked)).dump()


@pytest.fixture
def service(settings):
    """A time-stamping service on this machine. `answer` says how it answers, `asked` what it was asked."""

    class Service(BaseHTTPRequestHandler):
        def do_POST(self):
            server.asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            answer = server.answer(server.asked[-1])
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Service)
    server.asked, server.answer = [], right
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()
    pades.clock.cache_clear()
