"""What `doctor` may find about the state folder itself."""

from tanpuhui.core.findings import Findings, kind

found = Findings(
    "cli",
    kind("home_missing", "error", zh="没有目录 {about}。请运行 tanpuhui init。",
         en="There is no folder {about}. Run tanpuhui init."),
    kind("home_open_to_others", "error", zh="{about} 的权限是 {mode}，其他用户能进入。请运行 chmod 700。",
         en="{about} has the mode {mode}, so others can enter it. Run chmod 700 on it."),
    kind("mail_kept", "warning", zh="有人要收邮件，但没有设置 TANPUHUI_EMAIL_URL：邮件成为 {about} 中的文件。请设置，或自行寄出。",
         en="Somebody wants mail and TANPUHUI_EMAIL_URL is not set: mails become files in {about}. "
         "Set it, or send them yourself."),
    kind("register_absent", "error", zh="{about} 中尚未建立登记簿。请运行 tanpuhui init。",
         en="No register was established in {about}. Run tanpuhui init."),
)  # fmt: skip
