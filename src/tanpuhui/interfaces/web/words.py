"""The words of the frame and of what several pages share."""

from tanpuhui.accounting.acts import ACCOUNT_KINDS
from tanpuhui.core.text import Text

FRAME = {
    "forgotten": Text("忘记密码？", "Forgotten your password?"),
    "second_step": Text(
        "主管部门、核查机构和平台的人员须用一次性验证码登录。请先设置验证器。",
        "People of authorities, verification bodies and the operator log in with a one-time code. "
        "Set up your authenticator first.",
    ),
    "name": Text("碳普惠登记簿", "Tanpuhui register"),
    "skip": Text("跳到正文", "Skip to the content"),
    "menu": Text("主要页面", "Main pages"),
    "languages": Text("语言", "Language"),
    "demonstration": Text("演示登记簿", "Demonstration register"),
    "demonstration_says": Text(
        "这里的单位没有任何效力：序列号以 DEMO- 开头，导入的行抄录自公开表格。",
        "Nothing here has any effect: serials begin with DEMO-, and imported rows copy a public table.",
    ),
    "foot": Text(
        "每个数字都在打开页面时由账本算出，没有一个是另外存放的。",
        "Every figure is computed from the ledger when the page is opened; none is stored beside it.",
    ),
    "foot_values": Text("规则中的数值及其出处", "Values of the rules, and where they come from"),
    "more": Text("更多页面", "More pages"),
    "more_short": Text("更多", "More"),
    "work": Text("工作区", "Work"),
    "as_of_entry": Text(
        "读取于 {at}（中国时间），当时日志的最新一条是第 {entry} 条。",
        "Read at {at} (time of China), when entry {entry} was the newest of the journal.",
    ),
    "your_desk": Text("工作台", "Desk"),
    "log_in": Text("登录", "Log in"),
    "one_time_code": Text(
        "请输入验证器显示的一次性验证码，或一个恢复码。",
        "Enter the one-time code of your authenticator, or a recovery code.",
    ),
    "log_out": Text("退出", "Log out"),
    "invited": Text(
        "登录账号由登记簿或本机构的管理员邀请开通。",
        "Logins are given by invitation of an administrator.",
    ),
    "code_to_scan": Text("供手机扫描的二维码", "Code for the phone to scan"),
    "acting": Text("{login}，代表 {place}", "{login}, for {place}"),
    "no_codes": Text(
        "演示不要求验证器；真实登记簿中，主管部门、核查机构和平台人员必须设置。",
        "A demonstration asks for no authenticator; in a real register people of authorities, verification bodies and the "
        "operator must have one.",
    ),
    "security": Text("密码与两步验证", "Password and second step"),
    "by_mail": Text("通知设置", "Notices by mail"),
    "day_chosen": Text("演示日：{day}", "Demonstration day: {day}"),
    "day_note": Text("日期按中国时间。", "Days are those of China."),
}

LISTED = {
    "download": Text("下载全部：", "All of it:"),
    "narrow": Text("筛选", "Filter"),
    "clear": Text("清除条件", "Clear"),
    "all_of_them": Text("全部", "all"),
    "choose_first": Text("这个列表只能逐一查看：请先填写条件。", "This list is read for one at a time: fill in the condition first."),
}  # fmt: skip
"""The words of a list with its filters and files (`parts/table.html`)."""

REFUSAL = {
    "title": Text("不能照办", "This cannot be done"),
    "what_to_do": Text("怎么办", "What to do"),
    "code": Text("代码", "Code"),
    "home": Text("回到首页", "To the start page"),
    "this_page": Text("这个页面", "this page"),
}

MIRROR = {
    "incomplete": Text(
        "不完整：导入尚未结束，以下只是表格的一部分。",
        "Incomplete: an import has not ended; these are totals of a part of the table.",
    ),
    "mirror": Text("镜像", "mirror"),
    "state_of": Text("{day} 的状态", "state of {day}"),
    "provisional": Text("暂定", "provisional"),
    "mirror_note": Text(
        "这些单位由另一个登记簿签发，这里照其公开表格记录，不能在此转移。表格只说明截至 {day} 各单位的去处，没有写明使用的日期，因此使用都记在这一天。",
        "These units were issued by another register and are kept here as its public table tells; they cannot move here. "
        "The table says where units were on {day} and not when each was used, so every use bears that day.",
    ),
}

PLACES: dict[str, Text] = {
    "holding": Text("持有", "Held"),
    "compliance": Text("待履约", "Set aside for compliance"),
    "buffer": Text("缓冲", "In a buffer"),
    "surrendered": Text("已清缴", "Surrendered"),
    "retired": Text("已注销", "Retired"),
    "cancelled": Text("已取消", "Cancelled"),
    "invalidated": Text("已失效", "Invalidated"),
    "expired": Text("已到期", "Expired"),
    "converted": Text("已转换", "Converted"),
}
"""What it means for a unit to lie in an account of a kind."""


def place_of(kind: str) -> Text:
    """In a word, what has become of the units in an account of this kind."""
    return PLACES.get(kind) or ACCOUNT_KINDS[kind]
