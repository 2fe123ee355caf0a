"""A security key made of software: it answers what a page asks of a passkey, rightly or as somebody false would."""

import json
import re
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

HERE = "http://localhost"
OPTIONS = re.compile(r'<script id="passkey" type="application/json">(.*?)</script>')


def options_on(page):
    return json.loads(OPTIONS.search(page.content.decode())[1])["publicKey"]


class SoftKey:
    """One key pair with an id, which does as it is told."""

    def __init__(self, name):
        self.id, self.key = sha256(name.encode()).digest(), ec.generate_private_key(ec.SECP256R1())

    def made_for(self, page, origin=HERE):
        """What a browser sends after `create`."""
        about = CollectedClientData.create("webauthn.create", options_on(page)["challenge"], origin)
        public = ES256.from_cryptography_key(self.key.public_key())
        made = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        attested = AttestationObject.create("none", self._data(0x41, made), {})
        return self._sent(clientDataJSON=about, attestationObject=attested)

    def given_to(self, page, origin=HERE):
        """What a browser sends after `get`."""
        about = CollectedClientData.create("webauthn.get", options_on(page)["challenge"], origin)
        data = self._data(0x01)
        signature = self.key.sign(data + about.hash, ec.ECDSA(SHA256()))
        return self._sent(clientDataJSON=about, authenticatorData=data, signature=signature)

    def _data(self, flags, credential=b""):
        return AuthenticatorData.create(sha256(b"localhost").digest(), flags, 1, credential)

    def _sent(self, **response):
        said = {name: websafe_encode(bytes(value)) for name, value in response.items()}
        mine = websafe_encode(self.id)
        return json.dumps({"id": mine, "rawId": mine, "type": "public-key", "response": said})
