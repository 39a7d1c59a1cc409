"""What the closed lists of the tables and comparisons are called, in English and Chinese."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["PROVINCES", "TERMS", "Words"]


class Words(NamedTuple):
    """One text in both languages."""

    en: str
    zh: str


TERMS = {
    "unit_kind": {
        "objective": Words("Objective", "目标"),
        "principle": Words("Principle", "原则"),
        "task": Words("Task", "任务"),
        "subtask": Words("Annex row", "附件分项"),
        "duty": Words("Duty", "部门职责"),
        "phase": Words("Phase", "实施阶段"),
        "safeguard": Words("Safeguard", "保障措施"),
    },
    "target_kind": {
        "any": Words("Any target", "任一指标"),
        "quantity": Words("Quantity", "数量目标"),
        "norm": Words("Norm", "标准"),
        "milestone": Words("Milestone", "时间节点"),
    },
    "status": {
        "dated": Words("With a deadline", "有期限"),
        "recurring": Words("Recurring", "周期性"),
        "open": Words("Without a deadline", "无期限"),
    },
    "role": {
        "lead": Words("Leads", "牵头"),
        "support": Words("Supports", "配合"),
        "responsible": Words("Answers for, no split of roles", "负责（未分主次）"),
    },
    "state": {
        "acts": Words("Acts on it", "涉及"),
        "names": Words("Named, nothing done", "仅提及"),
        "outside": Words("Outside its mandate", "主旨之外"),
        "nothing": Words("Not named", "未提及"),
    },
    "relation": {
        "basis": Words("rests on it", "依据"),
        "mention": Words("mentions it", "提及"),
    },
    "link": {
        "target": Words("Target", "目标"),
        "date": Words("Date", "期限"),
        "lead": Words("Lead", "牵头"),
        "money": Words("Money", "资金"),
        "check": Words("Check", "考核"),
    },
    "form": {
        "by task": Words("task by task", "按任务"),
        "by department": Words("by department", "按部门"),
        "both": Words("by task and department", "按任务与部门"),
        "none": Words("names nobody", "未列单位"),
    },
    "scope": {
        "whole": Words("", ""),
        "each_county": Words("per county", "每县（区）"),
        "each_street": Words("per street", "每街道"),
        "each_village": Words("per village", "每村"),
        "each_person": Words("per person", "人均"),
    },
    "every": {
        "year": Words("every year", "每年"),
        "half-year": Words("every half-year", "每半年"),
        "quarter": Words("every quarter", "每季度"),
        "month": Words("every month", "每月"),
    },
    "comparator": {
        ">=": Words("≥ ", "≥ "),
        "<=": Words("≤ ", "≤ "),
        ">": Words("> ", "> "),
        "<": Words("< ", "< "),
        "=": Words("", ""),
        "~": Words("≈ ", "≈ "),
        "range": Words("", ""),
    },
    # Units as documents write them; a unit that is not here is shown as written.
    "unit": {
        "%": Words("%", "%"),
        "万元": Words(" × 10,000 yuan", " 万元"),
        "个": Words("", " 个"),
        "人": Words(" persons", " 人"),
        "人次": Words(" visits", " 人次"),
        "元": Words(" yuan", " 元"),
        "名": Words(" persons", " 名"),
        "家": Words(" institutions", " 家"),
        "平方米": Words(" m²", " 平方米"),
        "张": Words(" beds", " 张"),
        "户": Words(" households", " 户"),
        "所": Words(" institutions", " 所"),
        "部": Words(" lifts", " 部"),
    },
    "gap": {
        "no_lead": Words("No lead named", "未列牵头单位"),
        "nobody": Words("No agency named", "未列责任单位"),
        "county lead": Words("County level leads", "县级牵头"),
        "county support": Words("County level supports", "县级配合"),
    },
    "level": {
        "province": Words("Province", "省级"),
        "prefecture": Words("Prefecture", "市级"),
        "county": Words("County", "县级"),
        "other": Words("Other", "其他"),
    },
    "verdict": {
        "comparable": Words("Comparable", "可比"),
        "comparable with a caveat": Words("Comparable with a caveat", "有保留地可比"),
        "not comparable": Words("Not comparable", "不可比"),
    },
    "grade": {
        "solid": Words("solid", "可靠"),
        "indicative": Words("indicative", "提示性"),
        "not shown": Words("not shown", "未显示"),
    },
    "reform": {
        "before 2018": Words("before 2018", "2018 年前"),
        "2018 to 2023": Words("2018 to 2023", "2018 至 2023 年"),
        "since 2023": Words("since 2023", "2023 年后"),
    },
    "annex": {
        "rows": Words("in the tables", "已收录"),
        "missing": Words("announced, missing", "提及而缺"),
        "none": Words("none", "无"),
    },
    "genre": {
        "plan": Words("plan", "规划"),
        "action": Words("action plan", "行动方案"),
        "scheme": Words("scheme", "方案"),
        "opinion": Words("opinion", "意见"),
        "measures": Words("measures", "措施"),
        "notice": Words("notice", "通知"),
        "method": Words("method", "办法"),
        "regulation": Words("regulation", "条例"),
    },
    "table": {
        "documents": Words("documents", "文件"),
        "tasks": Words("units", "单元"),
        "themes": Words("themes", "主题"),
        "targets": Words("targets", "目标"),
        "responsibilities": Words("responsibilities", "责任"),
        "citations": Words("citations", "引用"),
    },
    "coincides": {
        "place": Words("place", "地区"),
        "level": Words("level", "层级"),
        "genre": Words("genre", "文种"),
        "year": Words("year", "年份"),
        "mandate": Words("mandate", "主旨"),
    },
    "turned_by": {
        "by_measure": Words("other measures", "其他测度"),
        "by_reading": Words("other readings", "其他读法"),
        "without_one": Words("one case", "个别任务"),
        "by_document": Words("other documents", "其他文件"),
    },
}

# The English names of provinces, by the names of the list of places.
PROVINCES = {
    "北京市": "Beijing",
    "天津市": "Tianjin",
    "河北省": "Hebei",
    "山西省": "Shanxi",
    "内蒙古自治区": "Inner Mongolia",
    "辽宁省": "Liaoning",
    "吉林省": "Jilin Province",
    "黑龙江省": "Heilongjiang",
    "上海市": "Shanghai",
    "江苏省": "Jiangsu",
    "浙江省": "Zhejiang",
    "安徽省": "Anhui",
    "福建省": "Fujian",
    "江西省": "Jiangxi",
    "山东省": "Shandong",
    "河南省": "Henan",
    "湖北省": "Hubei",
    "湖南省": "Hunan",
    "广东省": "Guangdong",
    "广西壮族自治区": "Guangxi",
    "海南省": "Hainan",
    "重庆市": "Chongqing",
    "四川省": "Sichuan",
    "贵州省": "Guizhou",
    "云南省": "Yunnan",
    "西藏自治区": "Tibet",
    "陕西省": "Shaanxi",
    "甘肃省": "Gansu",
    "青海省": "Qinghai",
    "宁夏回族自治区": "Ningxia",
    "新疆维吾尔自治区": "Xinjiang",
    "台湾省": "Taiwan",
    "香港特别行政区": "Hong Kong",
    "澳门特别行政区": "Macao",
}
