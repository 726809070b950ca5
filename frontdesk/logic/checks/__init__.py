"""What must hold in a practice's file, verified: `frontdesk check`.

An area that is a folder keeps its checks in a module `checks` of its own; those of the file, the audit trail and
the set-up stand here. All are found by that name, so that a new area adds files and edits none.
"""

from frontdesk.logic.checks.registry import CHECKS, Check, Finding, Report, check, run

__all__ = ["CHECKS", "Check", "Finding", "Report", "check", "run"]
