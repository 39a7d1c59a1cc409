"""Signs that the names of public bodies end with."""

from __future__ import annotations

__all__ = ["ORGAN_SIGNS"]

# 民政局, 市委, 办公厅, 人民政府, 部门, 成员单位, 人民银行, 服务中心, 残联
ORGAN_SIGNS = "局委办厅部院会府门位司行所心队联"
