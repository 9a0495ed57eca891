"""Check the folders of a session, and repair them."""

from paperterm.session.doctor.examine import examine
from paperterm.session.doctor.finding import Finding, Severity

__all__ = ["Finding", "Severity", "examine"]
