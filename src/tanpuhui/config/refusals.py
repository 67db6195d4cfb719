"""Why the settings themselves say no: what the environment names cannot be meant."""

from tanpuhui.core.refusals import Refusals, kind

refuse = Refusals(
    "config",
    kind("database_url_malformed", zh="DATABASE_URL 无法识别：{why}。", en="DATABASE_URL cannot be understood: {why}.",
         mend_zh="只接受 postgresql://用户:密码@主机:端口/库名（或 postgres://…；密码和端口可省，特殊字符写作 %40 等）；"
         "要用 SQLite，请去掉 DATABASE_URL：文件在 TANPUHUI_HOME 里。",
         mend_en="Only postgresql://user:password@host:port/database is accepted (or postgres://…; password and port may be "
         "left out, special characters are written %40 and so on). For SQLite, unset DATABASE_URL: "
         "its file lies in TANPUHUI_HOME."),
    kind("setting_malformed", zh="环境变量 {name} 的值“{value}”无法使用：{why}。",
         en="The environment variable {name} is “{value}”, which cannot be used: {why}.",
         mend_zh="请改正或去掉它。", mend_en="Mend or unset it."),
)  # fmt: skip
