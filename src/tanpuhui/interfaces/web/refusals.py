"""What the site itself refuses. What a page asks of a room below is refused there."""

from tanpuhui.core.refusals import Refusal, Refusals, kind

refuse = Refusals(
    "web",
    kind("address_too_long", zh="网址有 {length} 个字符，超过 {limit} 个。", en="The address has {length} characters; {limit} are allowed.",
         mend_zh="请检查是否粘贴了多余内容。", mend_en="Check whether too much was pasted into it."),
    kind("page_not_found", zh="这里没有页面。", en="There is no page here.",
         mend_zh="请检查网址，或从首页找起。", mend_en="Check the address, or begin at the start page."),
    kind("request_malformed", zh="请求的形式不对，无法读取。", en="The request is not well-formed and cannot be read.",
         mend_zh="请检查网址和主机名；另设的主机名要写进 TANPUHUI_HOSTS。",
         mend_en="Check the address and the host; another host's name belongs into TANPUHUI_HOSTS."),
    kind("method_not_allowed", zh="这个页面只能阅读，不接受 {method} 请求。", en="This page can only be read; it takes no {method}.",
         mend_zh="请使用 GET。", mend_en="Use GET."),
    kind("page_crashed", zh="登记簿出错了，这是程序的缺陷。", en="Something went wrong in the register: a bug.",
         mend_zh="没有任何内容被改动。请稍后再试，并告知登记簿的运营者。",
         mend_en="Nothing was changed. Try again later, and tell the operator of this register."),
    kind("unknown_unit_type", zh="本登记簿没有“{unit_type}”这种单位。", en="This register has no units of type “{unit_type}”.",
         mend_zh="可选：{known}。", mend_en="It has: {known}."),
    kind("day_not_come_yet", zh="{day} 还没有到；今天是 {today}。", en="The day {day} has not come yet; today is {today}.",
         mend_zh="请选择今天或更早的日子。", mend_en="Choose today or an earlier day."),
    kind("register_not_open", zh="这个登记簿还没有开启。", en="This register has not been opened yet.",
         mend_zh="请由运营者运行 tanpuhui init；想看演示请运行 tanpuhui demo。",
         mend_en="Its operator should run `tanpuhui init`; for a demonstration run `tanpuhui demo`."),
    kind("register_unreachable", zh="无法读取登记簿的数据库。", en="The register's database cannot be read.",
         mend_zh="请运营者检查数据库，并运行 tanpuhui doctor。", mend_en="Its operator should check the database and run `tanpuhui doctor`."),
    kind("signing_key_missing", zh="没有签名密钥，网站不能启动。", en="There is no signing key, so the site does not start.",
         mend_zh="请先运行 tanpuhui init，或设置 TANPUHUI_SECRET_KEY。",
         mend_en="Run `tanpuhui init` first, or set TANPUHUI_SECRET_KEY."),
    kind("signing_key_weak", zh="签名密钥少于 {least} 个字符或太简单，真实登记簿的网站不能启动。",
         en="The signing key has fewer than {least} characters or is too simple; with it no real register is served.",
         mend_zh="请换成至少 {least} 个随机字符（TANPUHUI_SECRET_KEY，或删去密钥文件后再运行 tanpuhui init）。",
         mend_en="Take {least} random characters or more (TANPUHUI_SECRET_KEY, or remove the key file and run `tanpuhui init`)."),
    kind("address_not_free", zh="无法在 {host}:{port} 提供服务：{why}。", en="Nothing can be served at {host}:{port}: {why}.",
         mend_zh="请换一个端口（--port），或停止占用它的程序。", mend_en="Choose another port (--port), or stop the program that uses it."),
)  # fmt: skip

STATUS = {
    "page_not_found": 404,
    "method_not_allowed": 405,
    "page_crashed": 500,
    "register_not_open": 503,
    "register_unreachable": 503,
}


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal: 404 for what is not there, 400 for what cannot be meant, or as `STATUS` says."""
    return STATUS.get(refusal.code, 404 if refusal.code.startswith("unknown_") else 400)
