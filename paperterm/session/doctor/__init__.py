"""What is wrong with the folders of a session, and mending it."""

from paperterm.session.doctor.examine import examine
from paperterm.session.doctor.finding import Finding, Severity

__all__ = ["Finding", "Severity", "examine"]
