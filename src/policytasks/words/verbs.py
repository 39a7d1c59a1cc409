"""Verbs by which plans say what is done, each group as a piece of a pattern.

Those of drawing up and issuing documents are in :mod:`policytasks.words.documents`.
"""

from __future__ import annotations

__all__ = ["BENEFITS", "BUILDS", "FALLS", "GRANTS", "PROMOTES", "RISES", "SETS_UP"]

# 新建食堂, 开展服务, 设立站点; with what is done to places and people that are there.
SETS_UP = (
    "新增|新建|改建|扩建|建成|建设|建立|建有|打造|培育|培养|完成|配备|配置|配建|安装"
    "|设立|设置|开设|开展|举办|创建"
)
BUILDS = f"{SETS_UP}|改造|培训"
# 覆盖率提升到60%, 床位扩充至100张; 时限压缩至5天.
RISES = "提高|提升|增加|增长|上升|上调|提标|扩大|扩充|扩容|延长|放宽"
FALLS = "降低|下降|下调|减少|压缩|压减|压降|缩短|缩减"
# What is paid, and how one says that it is: 补助5000元, 给予每张床位2000元.
BENEFITS = "补助|补贴|奖励|奖补|资助"
GRANTS = f"给予|予以|发放|{BENEFITS}"
# 推进医养结合, 鼓励社会力量参与, 加强监管: what is to be furthered.
PROMOTES = "推进|推动|支持|鼓励|引导|加强|完善|实施|落实"
