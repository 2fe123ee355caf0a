#!/usr/bin/env python3
"""Says whether a record of a decision, of agreements or of a disposal (PDF) is genuine: unchanged, and in the ledger.

    python verify_record.py RECORD.pdf [--key FILE] [--checkpoint FILE] [--proof FILE]

It needs Python 3.10, its packages cryptography and pypdf, no network, and nothing of the service that made the record.
Exit status: 0 genuine, 1 doctored, 2 cannot say.
"""

# One blank line between two functions: whoever relies on this file reads all of it.
# fmt: off
import argparse
import json
import logging
import re
import sys
from base64 import b64decode
from collections import namedtuple
from contextlib import contextmanager
from datetime import datetime
from hashlib import new, sha256
from io import BytesIO
from pathlib import Path

try:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
    from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
    from pypdf import PdfReader

    if not hasattr(x509.Certificate, "not_valid_before_utc"):
        raise ImportError("cryptography is too old")
except ImportError as missing:
    sys.stderr.write(f"CANNOT SAY: {missing}. Get what is missing: pip install --upgrade cryptography pypdf\n")
    raise SystemExit(2) from missing

SEAL = "The seal lies over every byte of the file, nothing was added after it, and it fits its certificate."
WORDS = "The attached decision has the fingerprint (SHA-256) that was recorded in the ledger."
LINE = "The number, moment and kind in the ledger stand for this record and no other."
NOTE = "The attached checkpoint of the ledger was signed with the ledger's key."
TREE = "The ledger that was signed holds this record, at its number."
KEY = "The ledger's key is one that the organisation published."
CERTIFICATE = "The seal's certificate is one that the organisation published."
KINDS = {"decision.json": "decision record", "agreements.json": "record of agreements", "disposal.json": "certificate"}
CHECKPOINT = "The other checkpoint was signed with the same key and does not contradict this record."

# As they are written in DER.
der = bytes.fromhex
SIGNED_DATA, DATA, CONTENT_TYPE, DIGEST = [der(f"06092a864886f70d01{end}") for end in ("0702", "0701", "0903", "0904")]
TIME, STAMP, *MADE_BY = [der(f"060b2a864886f70d01091{end}") for end in ("00104", "0020e", "0022f", "0020c")]
SHA_2 = {der(f"300d060960864801650304020{i + 1}0500"): kind() for i, kind in enumerate((SHA256, SHA384, SHA512))}
ECDSA, RSA = [f"300a06082a8648ce3d04030{i}" for i in "234"], [f"300d06092a864886f70d01010{i}0500" for i in "1bcd"]
SHA_256, ED25519 = next(iter(SHA_2)), der("302a300506032b6570032100")
OCTETS, SEQUENCE, SET, TAGGED, ADDED = 0x04, 0x30, 0x31, 0xA0, 0xA1

Element, Note = namedtuple("Element", "content whole"), namedtuple("Note", "name size root at")

class Doctored(Exception):
    """Something that a genuine record shows is not so: which check failed, and what that means."""

class CannotSay(Exception):
    """There is nothing here that could be judged; the message says why."""

def need(condition):
    if not condition:
        raise ValueError

@contextmanager
def shown(check, meaning):
    """Whatever goes wrong in here means that this check has failed."""
    try:
        yield
    except Exception as wrong:
        raise Doctored(check, meaning) from wrong

def element(tag, *parts):
    """One element in DER."""
    content = b"".join(parts)
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8 or 1, "big")
    return bytes([tag, *([0x80 | len(length)] if len(content) >= 0x80 else []), *length]) + content

def elements(data):
    """What these bytes are made of, one element after the other. Raises an error for anything but exact DER."""
    if not data:
        return []
    start = 2 + (data[1] & 0x7F if data[1] >= 0x80 else 0)
    end = start + (int.from_bytes(data[2:start], "big") if start > 2 else data[1])
    need(data[:end] == element(data[0], data[start:end]))
    return [Element(data[start:end], data[:end]), *elements(data[end:])]

def inside(data):
    """The parts of the one element that these bytes are."""
    (one,) = elements(data)
    return elements(one.content)

def seal_of(data):
    """The document, its certificate, when it was sealed, who stamped that and when, once nothing changed (PAdES)."""
    ranges = [[*map(int, each)] for each in re.findall(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+) *\]", data)]
    if not ranges:
        raise CannotSay("This file carries no seal of a decision record.")
    end = sum(ranges[0][2:])
    if len(ranges) == 2 and end < sum(ranges[1][2:]) == len(data):
        raise CannotSay(f"Something was added after the seal: check the first {end} bytes by themselves.")
    with shown(SEAL, "The file is not what was sealed: it was damaged, or somebody changed it."):
        ((start, before, after, _),) = ranges
        need(start == 0 and before < after and end == len(data))
        written = bytes.fromhex(data[before + 1 : after - 1].decode("ascii"))
        container = written[: 4 + int.from_bytes(written[2:4], "big")]  # then zeros, where room was left for a stamp
        need(data[before:after] == b"<" + container.hex().upper().encode().ljust(2 * len(written), b"0") + b">")
        certificate, known, _, signature, stamps = signature_of(container, DATA, data[:before] + data[after:])
        pdf = PdfReader(BytesIO(data))  # not before: reading a damaged file can take for ever
        (terms,) = [field.get_object()["/V"] for field in pdf.trailer["/Root"]["/AcroForm"]["/Fields"]]
        need(terms["/ByteRange"] == ranges[0] and terms["/Contents"].original_bytes == written)
        at = datetime.strptime(terms["/M"].replace("'", ""), "D:%Y%m%d%H%M%S%z")
        need(known.not_valid_before_utc <= at <= known.not_valid_after_utc)
        return pdf, certificate, at, [stamped(stamp, signature) for stamp in stamps]

def signature_of(container, kind, covered=b""):
    """The certificate (twice) that made this signature (CMS), what it holds, its value, its time stamps.

    Built anew from what is checked, so that no other byte can vary, but in more certificates that a time stamp brings.
    """
    _, signed_data = inside(container)
    _, _, held, certificates, signers = inside(signed_data.content)
    _, _, hashing, attributes, signing, value, *added = inside(signers.content)
    covered = elements(inside(held.whole)[1].content)[0].content if kind == TIME else covered
    pairs, how = [inside(each.whole) for each in elements(attributes.content)], SHA_2[hashing.whole]
    said, digest = {name.whole: values.content for name, values in pairs}, new(how.name, covered).digest()
    need(len(said) == len(pairs) and said[CONTENT_TYPE] == kind and said[DIGEST] == element(OCTETS, digest))
    made_by = inside(inside(inside(next(said[name] for name in MADE_BY if name in said))[0].whole)[0].whole)
    mark = next(part.content for part in made_by if part.whole[0] == OCTETS)
    name, brought = {20: "sha1", 32: "sha256", 48: "sha384", 64: "sha512"}[len(mark)], elements(certificates.content)
    certificate = next(each.whole for each in brought if new(name, each.whole).digest() == mark)
    need(kind == TIME or (len(brought), name, signing.whole) == (1, "sha256", der(ECDSA[0])))
    need(signing.whole.hex() in ECDSA + RSA and len(added) < 2)
    _, serial, _, issuer, *_ = inside(inside(certificate)[0].whole)
    stamps = [inside(inside(each.whole)[0].whole)[1].content for each in added]
    one, three = (element(2, bytes([version])) for version in (1, 3))
    signer = one, element(SEQUENCE, issuer.whole, serial.whole), hashing.whole, element(TAGGED, attributes.content)
    added = [element(ADDED, element(SEQUENCE, STAMP, element(SET, stamp))) for stamp in stamps]
    signers = element(SET, element(SEQUENCE, *signer, signing.whole, element(OCTETS, value.content), *added))
    held = element(SEQUENCE, kind, *([element(TAGGED, element(OCTETS, covered))] if kind == TIME else []))
    whole = three if kind == TIME else one, element(SET, hashing.whole), held, element(TAGGED, certificates.content)
    need(container == element(SEQUENCE, SIGNED_DATA, element(TAGGED, element(SEQUENCE, *whole, signers))))
    key = (known := x509.load_der_x509_certificate(certificate)).public_key()
    terms = [padding.PKCS1v15(), how] if isinstance(key, rsa.RSAPublicKey) else [ec.ECDSA(how)]
    key.verify(value.content, element(SET, attributes.content), *terms)
    if known.issuer == known.subject:
        known.verify_directly_issued_by(known)
    return certificate, known, covered, value.content, stamps

def stamped(token, signature):
    """When somebody else stamped this signature (RFC 3161), who that was, and with which certificate (DER)."""
    certificate, known, content, _, _ = signature_of(token, TIME)
    _, _, imprint, _, at, *_ = inside(content)
    need(imprint.whole == element(SEQUENCE, SHA_256, element(OCTETS, sha256(signature).digest())))
    return at.content.decode(), known.subject.rfc4514_string(), certificate

def root_of(leaf, place, size, path):
    """The root of a tree of this size with this leaf at this place, from 0 (RFC 6962); ``path``: nearest first."""
    need(0 <= place < size)
    if size == 1:
        need(not path)
        return leaf
    *nearer, beside = path
    left = 1 << (size - 1).bit_length() - 1
    if place < left:
        return sha256(b"\1" + root_of(leaf, place, left, nearer) + beside).digest()
    return sha256(b"\1" + beside + root_of(leaf, place - left, size - left, nearer)).digest()

def opened(note, key):
    """What a signed note (C2SP) says. Raises ValueError when it is none, InvalidSignature when not of this key."""
    text, _, signatures = note.rpartition("\n\n")
    name, size, root, time, *_ = text.split("\n")
    said = Note(name, int(size), b64decode(root, validate=True), time.removeprefix("time "))
    need(str(said.size) == size and len(said.root) == 32 and said.at != time and signatures.endswith("\n"))
    key_id = sha256(name.encode() + b"\n\1" + key[len(ED25519) :]).digest()[:4]
    found = re.findall("^\N{EM DASH} (.+) ([0-9A-Za-z+/=]+)$", signatures, re.MULTILINE)
    ours = [signature for by, signature in ((by, b64decode(signature)) for by, signature in found) if by == name]
    signature = next((signature[4:] for signature in ours if signature[:4] == key_id), b"")
    ed25519.Ed25519PublicKey.from_public_bytes(key[len(ED25519) :]).verify(signature, f"{text}\n".encode())
    return said

def pem(kind, text):
    """What a PEM file holds of this kind, in DER."""
    return [b64decode(block) for block in re.findall(f"-----BEGIN {kind}-----([^-]+)-----END {kind}-----", text)]

def exact(text):
    """JSON as the ledger writes it: no name twice, no spaces between."""
    value = json.loads(text)
    need(json.dumps(value, ensure_ascii=False, separators=(",", ":")) == text)
    return value

def recorded(words, proof):
    """The line's header, the checkpoint and its key, once the ledger is found to hold these words."""
    with shown(WORDS, "The attached decision is not the one that was recorded."):
        proof = exact(proof.decode())
        body, header, (key,) = exact(proof["body"]), exact(proof["header"]), pem("PUBLIC KEY", proof["key"])
        need(set(proof) == {"body", "checkpoint", "header", "key", "path", "salt", "v"} and proof["v"] == 1)
        salt, *path = (bytes.fromhex(part) for part in (proof["salt"], *proof["path"]))
        need(set(header) == {"at", "c", "kind", "seq", "v"} and type(header["seq"]) is int)
        need(all(len(part) == 32 for part in (salt, *path)) and key.startswith(ED25519))
        need(body["facts"]["sha256"] == sha256(words).hexdigest())
    with shown(LINE, "The ledger holds something else at this number."):
        need(header["c"] == sha256(b"case-ledger-v1\0" + salt + proof["body"].encode()).hexdigest())
        need((header["at"], header["kind"]) == (body["at"], body["event"]))
    with shown(NOTE, "The checkpoint was changed, or somebody else signed it."):
        note = opened(proof["checkpoint"], key)
    with shown(TREE, "The ledger that was signed does not hold this record."):
        leaf = sha256(b"\0" + proof["header"].encode()).digest()
        need(root_of(leaf, header["seq"] - 1, note.size, path) == note.root)
    return header, note, key

def known_to_be(key, certificate, keys, certificates):
    """The verdict in a word, and what is said about whose record it is, with what the organisation published (DER)."""
    if not keys:
        return "CONSISTENT WITH ITSELF", [
            "It is consistent with itself: everything in it fits together. That alone does not show whose it is.",
            "Compare both fingerprints with those that the organisation published, or give its key with --key.",
        ]
    if key not in keys:
        raise Doctored(KEY, "Somebody else made this ledger, or the organisation uses another key by now: ask it.")
    if not certificates:
        return "GENUINE", [f"  {KEY}", "Compare the seal's fingerprint, too: the printed pages rest on it alone."]
    if certificate not in certificates:
        raise Doctored(CERTIFICATE, "Somebody else printed and sealed these pages, whatever is attached to them.")
    return "GENUINE", [f"  {KEY}", f"  {CERTIFICATE}"]

def compared(note, key, elsewhere):
    """What is said about a checkpoint that was obtained elsewhere."""
    try:
        other = opened(Path(elsewhere).read_text(encoding="utf-8-sig"), key)
    except InvalidSignature as broken:
        raise Doctored(CHECKPOINT, "It was changed, or signed with another key: one of the two is false.") from broken
    except ValueError as broken:
        raise CannotSay(f"{elsewhere} holds no checkpoint of a ledger.") from broken
    if other.name != note.name:
        raise Doctored(CHECKPOINT, "It belongs to another ledger.")
    if other.size != note.size:
        raise CannotSay(f"The other checkpoint has {other.size} lines, this record's {note.size}: alone they cannot be "
                        f"compared. Ask for the record's proof at {other.size} lines, and give it with --proof.")
    if other.root != note.root:
        raise Doctored(CHECKPOINT, "The same key signed two different ledgers of one size: one of the two is false.")
    return [f"  {CHECKPOINT}"]

def examined(path, published, elsewhere, instead):
    """The lines that say it is genuine. Raises Doctored, CannotSay."""
    data = Path(path).read_bytes()
    if not data.startswith(b"%PDF-") or b"/EmbeddedFile" not in data:
        raise CannotSay("This is no PDF with a decision attached to it: there is nothing that could be checked.")
    pdf, certificate, sealed_at, stamps = seal_of(data)
    if len(names := KINDS.keys() & {*pdf.attachments}) != 1 or "proof.json" not in pdf.attachments:
        raise CannotSay("The seal holds, but no decision with a proof from the ledger is attached to it.")
    with shown(WORDS, "What is attached cannot be read."):
        (words,), (proof,), kind = pdf.attachments[name := names.pop()], pdf.attachments["proof.json"], KINDS[name]
        proof, said = Path(instead).read_bytes() if instead else proof, json.loads(words)
        done, who = ("Signed", said["signature"]) if "signature" in said else ("Taken", said["taken"])
    header, note, key = recorded(words, proof)
    with shown(SEAL, "Somebody else printed and sealed these pages; only what is attached is the organisation's."):
        need(json.loads(json.loads(proof)["body"])["facts"]["seal"] == sha256(certificate).hexdigest())
    text = Path(published).read_text(errors="replace") if published else ""
    keys, given = [one for one in pem("PUBLIC KEY", text) if one.startswith(ED25519)], pem("CERTIFICATE", text)
    if published and not keys:
        raise CannotSay(f"{published} holds no public key of a ledger (Ed25519, in PEM).")
    verdict, whose = known_to_be(key, certificate, keys, given)
    return [
        f"{verdict}: {path}, {kind} {said['public_id']}",
        "What was checked, and holds:", *(f"  {check}" for check in (SEAL, WORDS, LINE, NOTE, TREE)),
        *(compared(note, key, elsewhere) if elsewhere else []), *whose,
        f"{done + ':':9} {who[done.lower() + '_at']} by {who['name']}", f"Sealed:   {sealed_at.isoformat()}",
        *(f"Stamped:  {at} by {who}, {'published' if of in given else 'not trusted'}" for at, who, of in stamps),
        f"Recorded: {header['at']}, as line {header['seq']} of the ledger {note.name}",
        f"Vouched:  {note.at}, when the ledger was signed with {note.size} lines",
        f"Fingerprint (SHA-256) of the seal's certificate: {sha256(certificate).hexdigest()}",
        f"Fingerprint (SHA-256) of the ledger's key:       {sha256(key[len(ED25519) :]).hexdigest()}",
    ]

def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdf", help="the decision record")
    parser.add_argument("--key", help="what the organisation published (PEM): its ledger's key, its seal's certificate")
    parser.add_argument("--checkpoint", help="a signed checkpoint of the ledger that was obtained elsewhere")
    parser.add_argument("--proof", help="a newer proof of this record, to be used in place of the one in it")
    asked = parser.parse_args(arguments)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    try:
        status, lines = 0, examined(asked.pdf, asked.key, asked.checkpoint, asked.proof)
    except Doctored as found:
        status, lines = 1, [f"NOT GENUINE: {asked.pdf}", "What does not hold, and what that means:", *found.args,
                            "Do not rely on this file; keep it, and ask the organisation for its own."]
    except Exception as reason:
        words = str(reason) if isinstance(reason, CannotSay | OSError) else f"It is damaged ({type(reason).__name__})."
        status, lines = 2, [f"CANNOT SAY: {asked.pdf}", words]
    sys.stdout.reconfigure(errors="replace")
    sys.stdout.writelines("".join(sign if sign.isprintable() else "?" for sign in line) + "\n" for line in lines)
    return status

if __name__ == "__main__":
    sys.exit(main())
