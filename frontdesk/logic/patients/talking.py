"""What may be said to whom about a patient, and until what age others decide that."""

from __future__ import annotations

from enum import StrEnum

OF_AGE = 18
"""Years at which guardians and proxies for a minor end."""


class Topic(StrEnum):
    """What we may talk about to somebody who isn't the patient."""

    APPOINTMENTS = "appointments"
    BILLING = "billing"
    RESULTS = "results"
    MEDICATION = "medication"
    ALL = "all"
    NOTHING = "nothing"
    """Somebody to whom we say nothing at all, not even that the patient is one of ours."""
