"""What this room refuses: numbers, ranges, serials, days and plug-in folders that are not what they claim to be."""

from tanpuhui.core.refusals import Refusals, kind

SHOWN = 60


def shown(value: object) -> str:
    """`value` as a message may quote it: printable, at most about 60 characters, whatever it is."""
    if isinstance(value, int) and value.bit_length() > 200:
        return f"<int, {value.bit_length()} bits>"
    text = value[: SHOWN + 1] if isinstance(value, str) else str(value)
    text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[: SHOWN + 1])
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


refuse = Refusals(
    "core",
    kind(
        "text_too_long",
        zh="输入的文本超过 {limit} 个字符：“{text}”。",
        en="The text is longer than {limit} characters: “{text}”.",
        mend_zh="请检查是否粘贴了多余内容，只填写所需的一项。",
        mend_en="Check whether more than the one item was pasted, and give only that.",
    ),
    kind(
        "float_not_exact",
        zh="{number} 是二进制浮点数，不能准确表示额度或金额。",
        en="{number} is a binary floating-point number, which cannot hold credits or money exactly.",
        mend_zh="请改用整数、Decimal 或十进制文本。",
        mend_en="Use an integer, a Decimal or decimal text instead.",
    ),
    kind(
        "not_a_number",
        zh="“{text}”不是普通的十进制数。",
        en="“{text}” is not a plain decimal number.",
        mend_zh="只用半角数字、至多一个小数点和可选的负号，例如 12.5；不用指数、千分位、空格。",
        mend_en="Use ASCII digits, at most one point and perhaps a minus sign, as in 12.5; no exponent, commas or blanks.",
    ),
    kind(
        "not_a_whole_number",
        zh="这里需要整数，得到的是“{text}”。",
        en="A whole number is needed here, not “{text}”.",
        mend_zh="请给出整数。",
        mend_en="Give an integer.",
    ),
    kind(
        "wrong_unit",
        zh="单位“{unit}”不是可用的质量单位。",
        en="“{unit}” is not a unit of mass that is known here.",
        mend_zh="可用单位：{known}。",
        mend_en="Units that can be used: {known}.",
    ),
    kind(
        "too_many_digits",
        zh="“{number}”的位数多于所允许的精度（最小单位为 {unit}）。",
        en="“{number}” has more digits than can be kept exactly (the smallest unit is {unit}).",
        mend_zh="请减少小数位，或说明舍入方式。",
        mend_en="Give fewer decimals, or say how to round.",
    ),
    kind(
        "number_out_of_bounds",
        zh="{number} 超出允许范围（{least} 至 {most}）。",
        en="{number} is outside what is allowed ({least} to {most}).",
        mend_zh="请检查数值和单位。",
        mend_en="Check the number and its unit.",
    ),
    kind(
        "no_weights",
        zh="没有可用于分配的正权重。",
        en="There is no positive weight to divide by.",
        mend_zh="请至少给出一个大于零的权重，且不要给出负权重。",
        mend_en="Give at least one weight above zero, and none below.",
    ),
    kind(
        "reversed_range",
        zh="号段颠倒：末号 {last} 小于首号 {first}。",
        en="The range is reversed: its last number {last} is below its first, {first}.",
        mend_zh="请核对首号和末号（首末都包含在内）。",
        mend_en="Check the first and last numbers (both are included).",
    ),
    kind(
        "not_in_range",
        zh="不能在 {range}（共 {count} 个）中取或切于 {number}。",
        en="{number} cannot be taken from, or cut at, in {range} ({count} numbers).",
        mend_zh="请给出落在该号段之内的数。",
        mend_en="Give a number that lies within the range.",
    ),
    kind(
        "ranges_apart",
        zh="号段 {one} 与 {other} 不相邻，不能合并。",
        en="The ranges {one} and {other} are not adjacent and cannot be joined.",
        mend_zh="只合并首尾相接、互不重叠的号段。",
        mend_en="Join only ranges of which one ends right before the other begins.",
    ),
    kind(
        "ranges_overlap",
        zh="号段重叠：{overlap} 出现了不止一次。",
        en="The ranges overlap: {overlap} occurs more than once.",
        mend_zh="每个号只能属于一个号段，请核对首末号。",
        mend_en="Each number may lie in one range only; check the first and last numbers.",
    ),
    kind(
        "not_a_partition",
        zh="各号段没有恰好覆盖 {parent}：缺少 {missing}，多出 {outside}。",
        en="The parts do not cover {parent} exactly: missing {missing}, outside {outside}.",
        mend_zh="子号段必须首尾相接并恰好覆盖原号段。",
        mend_en="Parts must follow one another and cover the whole exactly.",
    ),
    kind(
        "malformed_segment",
        zh="“{text}”不能用作序列号的{part}段。",
        en="“{text}” cannot be the {part} segment of a serial.",
        mend_zh="只用大写字母 A–Z、数字和下划线，以字母或数字开头，至多 {limit} 个字符。",
        mend_en="Use A–Z, digits and underscores, beginning with a letter or digit, at most {limit} characters.",
    ),
    kind(
        "malformed_serial",
        zh="“{text}”不是{form}序列号。",
        en="“{text}” is not a well-formed serial ({form}).",
        mend_zh="正确写法例如：{example}。",
        mend_en="A correct one looks like this: {example}.",
    ),
    kind(
        "inconsistent_serial",
        zh="序列号“{text}”的各部分相互矛盾：{reason}。",
        en="The parts of the serial “{text}” contradict one another: {reason}.",
        mend_zh="请向来源登记系统核对该序列号。",
        mend_en="Check the serial with the register it comes from.",
    ),
    kind(
        "unknown_form",
        zh="没有名为“{form}”的序列号格式。",
        en="No form of serial is called “{form}”.",
        mend_zh="可用格式：{known}。",
        mend_en="Forms that are known: {known}.",
    ),
    kind(
        "malformed_day",
        zh="“{text}”不是 YYYY-MM-DD 形式的日期。",
        en="“{text}” is not a day written as YYYY-MM-DD.",
        mend_zh="请用四位年、两位月、两位日和半角数字，例如 2021-02-03。",
        mend_en="Write four digits for the year and two each for month and day, as in 2021-02-03.",
    ),
    kind(
        "no_such_day",
        zh="日历上没有 {text} 这一天。",
        en="There is no day {text} in the calendar.",
        mend_zh="请核对月份和日期。",
        mend_en="Check the month and the day.",
    ),
    kind(
        "year_out_of_bounds",
        zh="年份“{year}”不在 {least} 至 {most} 之间。",
        en="The year “{year}” is not between {least} and {most}.",
        mend_zh="请核对年份。",
        mend_en="Check the year.",
    ),
    kind(
        "reversed_period",
        zh="期间颠倒：末日 {last} 早于首日 {first}。",
        en="The period is reversed: its last day {last} is before its first, {first}.",
        mend_zh="请核对起止日期（首末两日都包含在内）。",
        mend_en="Check both days (both are included).",
    ),
    kind(
        "no_working_day",
        zh="从 {day} 起连续 {days} 天没有工作日，无法计算期限。",
        en="There is no working day within {days} days of {day}, so the time limit cannot be counted.",
        mend_zh="请检查工作日历。",
        mend_en="Check the working-day calendar.",
    ),
    kind(
        "malformed_plugin",
        zh="插件“{name}”（{place}）不合规：{reason}。",
        en="The plug-in “{name}” ({place}) is not formed as it must be: {reason}.",
        mend_zh="插件文件夹名须是小写 Python 标识符，含 __init__.py；短名称写在其中的 SHORT_NAMES 元组。",
        mend_en="Its folder's name is a lower-case Python identifier, it has an __init__.py; SHORT_NAMES is a tuple.",
    ),
    kind(
        "duplicate_plugin",
        zh="名称“{name}”有两个插件：{one} 和 {other}。",
        en="Two plug-ins answer to “{name}”: {one} and {other}.",
        mend_zh="请卸载其中一个，或为其改名。",
        mend_en="Uninstall one of them, or rename it.",
    ),
    kind(
        "unknown_plugin",
        zh="没有名为“{name}”的插件。",
        en="No plug-in is called “{name}”.",
        mend_zh="现有：{known}。",
        mend_en="There are: {known}.",
    ),
    kind(
        "plugin_lacks_module",
        zh="插件“{name}”没有模块“{module}”。",
        en="The plug-in “{name}” has no module “{module}”.",
        mend_zh="请在 {place} 中加入 {module}.py，或选用另一个插件。",
        mend_en="Add {module}.py to {place}, or choose another plug-in.",
    ),
)
