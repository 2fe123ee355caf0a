"""Who works here, in which role, for whom, and what they promised."""

from .kept import Kept, Sent
from .notice import Notice
from .paper import PaperPromise
from .post import Appointment, Cover, Line
from .session import Device, Session
from .undertaking import Undertaken
from .user import User

__all__ = [
    "Appointment",
    "Cover",
    "Device",
    "Kept",
    "Line",
    "Notice",
    "Sent",
    "Session",
    "PaperPromise",
    "Undertaken",
    "User",
]
