"""What the demonstration would have sent: read back from the folder it was written to."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_string, policy
from email.utils import parsedate_to_datetime

from django.conf import settings

BETWEEN = "-" * 79
MOST = 50


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    words: str
    at: datetime


def sent():
    """The latest messages, newest first."""
    files = sorted(settings.MAIL_DIR.glob("*.log"), reverse=True)[:MOST]
    texts = [text for file in files for text in reversed(file.read_text("utf-8").split(BETWEEN)) if text.strip()]
    letters = [_read(text.strip()) for text in texts[:MOST]]
    return sorted(letters, key=lambda letter: letter.at, reverse=True)


def _read(text):
    message = message_from_string(text, policy=policy.default)
    at = parsedate_to_datetime(message["Date"]).replace(tzinfo=UTC)
    return Letter(message["To"], message["Subject"], message.get_content().strip(), at)
