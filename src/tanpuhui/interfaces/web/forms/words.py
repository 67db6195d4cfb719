"""The words of forms: what fields are called where their own name is not enough, hints, and what buttons say."""

from tanpuhui.core.text import Text
from tanpuhui.interfaces.deeds.words import FIELDS, label

FILES = frozenset({"agreement", "document", "evidence", "signature", "table"})
"""Fields that hold the hash of a filed file: people choose the file."""
LONG = frozenset({"note", "reason", "seen", "text"})

LABELS: dict[tuple[str, str], Text] = {
    ("admit_organisation", "first"): Text("首批任命", "First appointments"),
    ("issue_report", "accounts"): Text("各业主的收款账户", "Receiving account of each owner"),
    ("move_units", "until"): Text("预留有效至", "Reserved until"),
    ("freeze", "target"): Text("冻结的对象", "What is frozen"),
    ("decide_approval", "allowed"): Text("复核结论", "Decision"),
    ("publish_notice", "notice.values.place"): Text("在通知中的位置", "Where in the notice"),
    ("issue_token", "digest"): Text("令牌的 SHA-256", "SHA-256 of the token"),
}
"""By deed and place."""
QUIET = frozenset({("decide_approval", "number"), ("withdraw_approval", "number")})
"""What is given and need not be read: the page says it already."""
_NAMES: dict[str, Text] = {
    "scopes": Text("令牌的权限", "Scopes of the token"),
    "share": Text("份额", "Share"),
    "verdict": Text("结论", "Verdict"),
    "mirrored": Text("镜像自其他登记簿", "Mirrors another register"),
    "digest": Text("摘要", "Digest"),
    "amount": Text("金额（分）", "Amount (fen)"),
}

_HINTS: dict[str, Text] = {
    "area": Text("六位行政区划代码", "Six digits"),
    "file": Text("PDF、图片、Office 文件、CSV 或 GeoJSON", "A PDF, picture, office document, CSV or GeoJSON"),
    "moment": Text("日期（2021-06-30）或年份（2021）", "A day (2021-06-30) or a year (2021)"),
    "organisation": Text("机构代码，输入时可从列表选取", "The organisation's code; a list opens while you type"),
    "user": Text("登录名，输入时可从列表选取", "A login; a list opens while you type"),
    "owners": Text("各份额之和为 1，例如 0.6 和 0.4", "The shares add up to 1: 0.6 and 0.4, for example"),
    "items": Text("每行填数量，或者填起止编号", "In each row a quantity, or a first and last number"),
    "hash": Text("64 位十六进制", "64 hexadecimal digits"),
    "dossier": Text("64 位十六进制；办理页面会自动填写", "64 hexadecimal digits; the page of the case fills it in"),
    "credit_code": Text("18 位", "18 characters"),
    "identity_number": Text("只存哈希，不存证件号", "Only a hash is kept, never the number"),
    "standing": Text(
        "程序可不经本人逐次验证而转让、使用、清缴和结算，最长 93 天",
        "The program transfers, retires, surrenders and "
        "settles without you proving each time that it is you; for 93 days at most",
    ),
    "quantity": Text("整数，单位：吨", "A whole number of tonnes"),
    "cobenefits": Text(
        "例如水源、生物多样性、村民收入；两种语言都要写", "Water, wildlife, income of villagers …; in both languages"
    ),
    "amount": Text("整数，单位：分", "A whole number of fen"),
    "serial": Text("序列号；只要其中一部分时，再填数量", "To take only some of them, say how many"),
    "yuan": Text("单位：元，最多两位小数", "In yuan, with two decimals at most"),
    "options": Text("由方法学规定的名称和值", "Names and values that the methodology asks for"),
}
"""By name of the field, or by kind of leaf."""


def label_of(code: str, name: str, place: str) -> Text:
    """What a field is called."""
    plain = place.replace(".*", "")
    return LABELS.get((code, plain)) or _NAMES.get(name) or FIELDS.get(name) or label(name)


def hint_of(code: str, name: str, kind: str) -> Text | None:
    """What helps to fill it in, if anything."""
    return _HINTS.get(name) if name in _HINTS and kind != "file" else _HINTS.get(kind)


FORM: dict[str, Text] = {
    "optional": Text("可不填", "optional"),
    "choose": Text("请选择", "Choose"),
    "add_row": Text("再加一行", "Add a row"),
    "line": Text("第", "No."),
    "row": Text("第 {number} 行", "Row {number}"),
    "row_empty": Text("不需要的行留空即可。", "Leave a row empty to drop it."),
    "faults": Text("有 {count} 处需要改正", "{count} things to put right"),
    "kept_file": Text("已保存的文件", "File kept"),
    "other_file": Text("换一个文件", "Another file"),
    "limit": Text("最多 {size} MB", "at most {size} MB"),
    "signs": Text(
        "这一步须再次证明是您本人：提交后请输入密码或一次性验证码，已填内容不会丢失。",
        "This needs fresh proof that it is you: after sending you enter your password or one-time code. "
        "Nothing you filled in is lost.",
    ),
    "proven": Text("已证明是您本人。请核对后提交。", "You have proven that it is you. Check once more, then send."),
    "second": Text(
        "如规定须由第二人复核，提交后先等待同事批准。",
        "Where the rules ask for a second person, a colleague must allow it first.",
    ),
    "given": Text("办理对象", "About"),
    "uploading": Text("正在上传", "Uploading"),
    "yes": Text("是", "Yes"),
    "submit": Text("提交", "Send"),
    "code": Text("代码", "Code"),
    "what_to_do": Text("怎么办：", "What to do:"),
}
OWN_FAULTS: dict[str, Text] = {
    "twice": Text("出现了两次", "it is named twice"),
    "not_offered": Text("不在可选项中", "it is none of the choices"),
}
