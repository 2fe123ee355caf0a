"""Files as an attacker makes them, and as people do: each as (what it is called, what is in it)."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image

CANARY = b"CANARY-51.5074N"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
LOCK = pikepdf.Encryption(owner="o", user="u")
ZIP_IN_ZIP = "word/embeddings/oleObject1.bin"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def picture(form="JPEG", size=(40, 30), **more):
    made = io.BytesIO()
    image = Image.new("RGB", size, "teal")
    image.paste("gold", (5, 5, 20, 20))
    image.save(made, form, **more)
    return made.getvalue()


def with_place():
    """A picture that says where it was taken, in every way that cameras do, with a small copy of itself."""
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(0x8825)[29] = CANARY.decode()
    exif.get_ifd(0x8825)[1] = "N"
    plain = picture(exif=exif, comment=CANARY, icc_profile=b"", xmp=b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>")
    return plain[:2] + b"\xff\xed" + struct.pack(">H", 2 + len(CANARY)) + CANARY + plain[2:] + CANARY


def png(chunks):
    made = b"\x89PNG\r\n\x1a\n"
    for name, data in chunks:
        made += struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return made


def png_with(*chunks):
    plain = picture("PNG")
    return plain[:33] + png(chunks)[8:] + plain[33:]


def bomb():
    """A few bytes that claim to be nine hundred million points."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return png([(b"IHDR", head), (b"IDAT", zlib.compress(bytes(100_000))), (b"IEND", b"")])


def packed(parts, **named):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, words in (parts | named).items():
            folder.writestr(name, words)
    return made.getvalue()


def docx(main=WORD, links="", body="<w:p/>", **more):
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    document = f'<w:document xmlns:w="w">{body}</w:document>'
    parts = {"[Content_Types].xml": types, "_rels/.rels": "<Relationships/>", "word/document.xml": document}
    parts["word/_rels/document.xml.rels"] = f"<Relationships>{links}</Relationships>"
    return packed(parts, **more)


def link(kind, mode="External"):
    return f'<Relationship Id="r1" Type="{LINK}/{kind}" Target="https://example.org/x" TargetMode="{mode}"/>'


def odt(content="<office:text/>", **more):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as folder:
        folder.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        folder.writestr("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='m'/>")
        names = "xmlns:office='o' xmlns:draw='d' xmlns:xlink='x' xmlns:script='s'"
        folder.writestr("content.xml", f"<office:document-content {names}>{content}</office:document-content>")
        for name, words in more.items():
            folder.writestr(name, words)
    return made.getvalue()


def pdf(change=None, **saved):
    with pikepdf.new() as made:
        made.add_blank_page()
        if change:
            change(made)
        written = io.BytesIO()
        made.save(written, **saved)
    return written.getvalue()


def does(kind, **more):
    """A PDF that does something when it is opened."""

    def change(made):
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name(kind), **more)

    return pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def carries(made):
    made.attachments["x.exe"] = b"MZ"


def wav(*more):
    parts = [(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)), (b"data", bytes(800)), *more]
    body = b"WAVE" + b"".join(name + struct.pack("<I", len(data)) + data for name, data in parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3():
    tag = b"TIT2" + struct.pack(">I", len(CANARY)) + b"\0\0" + CANARY
    size = bytes([0, 0, len(tag) >> 7, len(tag) & 0x7F])
    return b"ID3\x03\0\0" + size + tag + b"\xff\xfb\x90\x00" + bytes(413) + b"TAG" + CANARY.ljust(125)


def box(name, data=b""):
    return struct.pack(">I4s", 8 + len(data), name) + data


def m4a(track=b"soun", brand=b"M4A "):
    handler = box(b"hdlr", bytes(8) + track + bytes(13))
    said = box(b"udta", box(b"\xa9xyz", CANARY))
    moov = box(b"moov", box(b"trak", box(b"mdia", handler)) + said)
    return box(b"ftyp", brand + bytes(4) + b"isommp42") + moov + box(b"mdat", bytes(64))


def ogg():
    return b"OggS\0\2" + bytes(20) + b"\x01\x13OpusHead" + bytes(40)
