"""What an import may find when it compares a row with what was read before."""

from tanpuhui.core.findings import Findings, kind

seen = Findings(
    "issuance",
    kind("row_changed_since", "warning",
         zh="{about}（第 {line} 行）与先前读到的内容不同，未再过账；不同之处：{columns}。",
         en="{about} (line {line}) differs from what was read before and was not posted again; different: {columns}."),
)  # fmt: skip
