"""What was not understood: the text that no unit holds, numbers that no target took, and more.

The audit lists, with offsets, everything that the tables leave out, each with the reason
as far as one is known, and says where the outline itself is in doubt.
"""

from policytasks.audit.document import audit_document
from policytasks.audit.findings import DocumentAudit, Finding
from policytasks.audit.report import Audit

__all__ = ["Audit", "DocumentAudit", "Finding", "audit_document"]
