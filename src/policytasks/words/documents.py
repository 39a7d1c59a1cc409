"""What official documents are called, and the verbs of drawing them up and issuing them."""

from __future__ import annotations

__all__ = [
    "BASED_ON",
    "DATE",
    "DRAWS_UP",
    "FORWARDS",
    "ISSUES",
    "PLANS",
    "PLAN_ENDINGS",
    "THIS_DOCUMENT",
]

# The last word of the title of a plan, and the same as a piece of a pattern.
PLAN_ENDINGS = ("规划", "纲要", "计划", "方案", "意见", "措施", "办法", "条例", "规定", "细则")
PLANS = "|".join(PLAN_ENDINGS)
# What a document calls itself, as a piece of a pattern: 本方案, 本实施意见, 本通知.
THIS_DOCUMENT = f"本(?:实施|行动|工作)?(?:{PLANS}|通知)"

# What stands before the document that another rests on: 根据《…》, 依照《…》.
BASED_ON = "根据|按照|依据|依照|遵照|参照"

# The day under a signature: 2024年3月1日.
DATE = r"\d{4}年\d{1,2}月\d{1,2}日"

# Verbs, as pieces of a pattern: 编制规划, 自发布之日起, 关于转发《…》的通知.
DRAWS_UP = "制定|制订|编制|修订|出台"
ISSUES = "印发|发布|公布|颁布|下发|发文"
FORWARDS = "印发|转发|批转|公布|下发"
