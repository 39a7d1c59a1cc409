"""What a title calls a plan, what it is about and for which years; near misses give nothing."""

from __future__ import annotations

from datetime import date

import pytest

from policytasks.reading.frame import Frame, find_frame

ISSUED = date(2021, 3, 10)


@pytest.mark.parametrize(
    ("title", "genre", "mandate"),
    [
        ("清河市养老服务发展规划", "plan", "养老服务发展"),
        ("清河市老龄事业规划纲要", "plan", "老龄事业"),
        ("清河市关于推进老年助餐的实施方案", "scheme", "推进老年助餐"),
        ("关于印发《清河市助餐服务工作方案》的通知", "scheme", "助餐服务"),
        ("清河市人民政府关于印发清河市银龄安居三年行动计划的通知", "action", "银龄安居"),
        ("清河市民政局关于《清河市护理员培训方案》的通知", "scheme", "护理员培训"),
        ("清河市人民政府关于加快家庭床位建设的若干政策措施", "measures", "加快家庭床位建设"),
        ("清河市人民政府关于健全助浴服务的指导意见", "opinion", "健全助浴服务"),
        ("清河市家庭床位管理办法（试行）", "regulation", "家庭床位管理"),
        ("清河市基本养老服务清单", "list", "基本养老服务"),
        ("清河市民政局关于做好冬季安全检查的通知", "notice", "做好冬季安全检查"),
        ("清河市人民政府工作报告", None, None),
        ("方案", "scheme", None),
        (None, None, None),
    ],
)
def test_genre_and_mandate(title, genre, mandate):
    frame = find_frame("", title, None)
    assert (frame.genre, frame.mandate) == (genre, mandate)


@pytest.mark.parametrize(
    ("title", "text", "start", "end"),
    [
        ("清河市助餐行动方案（2022—2024年）", "", "2022-01-01", "2024-12-31"),
        ("清河市助餐行动方案（2022年至2024年）", "", "2022-01-01", "2024-12-31"),
        ("清河市“十四五”养老服务规划", "", "2021-01-01", "2025-12-31"),
        ("清河市十三五养老服务规划", "", "2016-01-01", "2020-12-31"),
        ("清河市助餐2023年实施方案", "", "2023-01-01", "2023-12-31"),
        ("清河市助餐办法", "本办法自印发之日起施行,有效期5年。", "2021-03-10", "2026-03-09"),
        ("清河市助餐办法", "自2021年5月1日起施行,有效期三年", "2021-05-01", "2024-04-30"),
        ("清河市助餐办法", "自发布之日起实施,有效期至2025年12月31日", "2021-03-10", "2025-12-31"),
        ("清河市助餐办法", "自印发之日起执行,试行期为6个月", "2021-03-10", "2021-09-09"),
        ("清河市助餐方案", "规划期为2021—2025年。", "2021-01-01", "2025-12-31"),
        ("清河市助餐方案", "到2025年建成20个。", None, None),
        ("清河市助餐方案", "本方案自印发之日起施行。", None, None),
        ("清河市助餐方案", "食品有效期5年", None, None),
        ("清河市助餐方案（2025—2022年）", "", None, None),
        ("关于修改清政发〔2019〕3号方案的通知", "", None, None),
    ],
)
def test_horizon(title, text, start, end):
    frame = find_frame(text, title, ISSUED)
    dates = tuple(day and day.isoformat() for day in (frame.horizon_start, frame.horizon_end))
    assert dates == (start, end)


def test_term_from_issue_needs_a_date_of_issue():
    frame = find_frame("自印发之日起施行,有效期5年", "清河市助餐办法", None)
    assert frame == Frame(genre="regulation", mandate="助餐")
