"""Judging a document as its reader would, who has only the file and other people's tools."""

import subprocess


def verdict_on(file):
    done = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False)
    return done.stdout


def with_one_bit_flipped(file):
    """The same file but for one bit in the middle of what was signed."""
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 1
    changed = file.with_name("changed.pdf")
    changed.write_bytes(content)
    return changed


def is_sound(file):
    said = verdict_on(file)
    return "Signature is Valid" in said and "Total document signed" in said
