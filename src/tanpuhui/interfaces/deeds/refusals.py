"""What doors refuse before an operation is asked."""

from tanpuhui.core.refusals import Refusals, kind

refuse = Refusals(
    "deeds",
    kind("body_malformed", zh="所填内容有 {count} 处不合要求，第一处在 {first}：{says}。",
         en="What was sent has {count} faults, the first at {first}: {says}.",
         mend_zh="请逐处改正后重新提交。", mend_en="Mend each and send it again."),
    kind("unknown_deed", zh="没有“{deed}”这种办理事项。", en="There is nothing called “{deed}” to be done.",
         mend_zh="可选事项见 API 文档。", mend_en="The documentation of the API lists what there is."),
    kind("signed_anew_needed", zh="签署、签发、取消和冻结之前，须再次证明是您本人。",
         en="Before signing, issuing, cancelling and freezing you must prove anew that it is you.",
         mend_zh="请再次输入密码或一次性验证码。", mend_en="Enter your password or one-time code again."),
)  # fmt: skip
