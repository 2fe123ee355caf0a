"""Who works here, in which role, for whom, and what they promised."""

from .kept import Kept, Sent
from .notice import Notice
from .post import Appointment, Cover, Line
from .undertaking import Undertaken
from .user import User

__all__ = ["Appointment", "Cover", "Kept", "Line", "Notice", "Sent", "Undertaken", "User"]
