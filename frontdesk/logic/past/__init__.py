"""What is past: stays and visits of long ago as a patient's page tells them; `past.importing` brings them in."""

from frontdesk.logic.past.history import HistoryLine, of_patient, providers

__all__ = ["HistoryLine", "of_patient", "providers"]
