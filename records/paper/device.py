"""A seal whose key never leaves a device (PKCS#11): only a hash is sent to it. Needs the optional packages (`hsm`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from django.conf import settings
from pkcs11 import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1 as plain_certificate
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from audit.keys import KeyUnusable, contents

from .pades import Steady
from .sealing import Seal

_one_at_a_time = Lock()  # whoever is signed in to a device is signed in for the whole process


class DeviceSigner(Steady, PKCS11Signer):
    """With the key in the device."""


@contextmanager
def signer(seal: Seal) -> Iterator[DeviceSigner]:
    """Signed in to the device for as long as one document takes. Raises KeyUnusable."""
    where = settings.SEAL_PKCS11
    with _one_at_a_time, _session(where) as session:
        yield DeviceSigner(
            session,
            signing_cert=plain_certificate(seal.certificate),
            key_label=where["key"],
            use_raw_mechanism=True,  # it is sent the hash: every device can sign one
        )


def _session(where: dict[str, str]):
    try:
        pin = contents(Path(where["pin"])).decode().strip()
        return open_pkcs11_session(where["module"], token_criteria=TokenCriteria(label=where["token"]), user_pin=pin)
    except (PKCS11Error, RuntimeError, OSError) as failed:
        raise KeyUnusable(
            f"The device with the seal's key cannot be used ({type(failed).__name__}): see SEAL_PKCS11_MODULE, "
            "_TOKEN, _KEY and _PIN, which names a file with mode 0600."
        ) from failed
