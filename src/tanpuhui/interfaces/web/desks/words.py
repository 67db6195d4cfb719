"""Words that several pages of the desk share."""

from tanpuhui.core.text import Text

SHARED = {
    "account": Text("账户", "Account"),
    "kind": Text("种类", "Kind"),
    "owner": Text("所有者", "Owner"),
    "units": Text("单位（吨）", "Units (tonnes)"),
    "reserved": Text("其中预留", "Of them reserved"),
    "money": Text("资金（元）", "Money (yuan)"),
    "day": Text("日期", "Day"),
    "show": Text("显示", "Show"),
    "search": Text("查找", "Search"),
    "any": Text("全部", "All"),
    "download": Text("下载", "Download"),
    "actions": Text("办理", "To do"),
    "unknown": Text("未知", "unknown"),
    "closed": Text("已关闭", "closed"),
}

SCOPES = {
    "everything": Text("全部", "everything"),
    "account": Text("账户", "account"),
    "series": Text("签发批次", "series"),
    "unit_type": Text("单位种类", "type of unit"),
}
"""What a freeze may name."""
