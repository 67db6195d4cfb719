"""What `doctor` may find about the state folder itself."""

from tanpuhui.core.findings import Findings, kind

found = Findings(
    "cli",
    kind("home_missing", "error", zh="没有目录 {about}。请运行 tanpuhui init。",
         en="There is no folder {about}. Run tanpuhui init."),
    kind("home_open_to_others", "error", zh="{about} 的权限是 {mode}，其他用户能进入。请运行 chmod 700。",
         en="{about} has the mode {mode}, so others can enter it. Run chmod 700 on it."),
    kind("register_absent", "error", zh="{about} 中尚未建立登记簿。请运行 tanpuhui init。",
         en="No register was established in {about}. Run tanpuhui init."),
)  # fmt: skip
