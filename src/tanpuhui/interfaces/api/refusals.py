"""What the API itself refuses."""

from tanpuhui.core.refusals import Refusals, kind

refuse = Refusals(
    "api",
    kind("token_needed", zh="没有出示有效的令牌。", en="No valid token was shown.",
         mend_zh="请在 Authorization 头中写 Bearer 和令牌；令牌在工作台签发，可能已到期或被撤销。",
         mend_en="Send it as `Authorization: Bearer …`; tokens are issued at the desk, and yours may have ended."),
    kind("too_many_requests", zh="请求太频繁。", en="Too many requests.",
         mend_zh="请 {seconds} 秒后再试。", mend_en="Try again in {seconds} seconds."),
    kind("request_not_understood", zh="请求有 {count} 处不合要求，第一处在 {place}：{says}。",
         en="The request has {count} faults, the first at {place}: {says}.",
         mend_zh="请对照 API 文档改正。", mend_en="Mend it by the documentation of the API."),
    kind("call_malformed", zh="请求的形式不对：{why}。", en="The call is not well-formed: {why}.",
         mend_zh="请对照 API 文档改正。", mend_en="Mend it by the documentation of the API."),
    kind("endpoint_unknown", zh="API 中没有 {path}。", en="The API has nothing at {path}.",
         mend_zh="请查看 /api/v1/openapi.json。", mend_en="See /api/v1/openapi.json."),
    kind("unknown_problem", zh="没有“{code}”这种拒绝。", en="There is no refusal “{code}”.",
         mend_zh="全部见 /api/v1/problems。", mend_en="All of them are at /api/v1/problems."),
    kind("media_type_unknown", zh="不接受这种内容：{given}。", en="A body of this kind is not taken: {given}.",
         mend_zh="请发送 {wanted}。", mend_en="Send it as {wanted}."),
    kind("call_too_large", zh="内容超过 {limit} 字节。", en="The body has more than {limit} bytes.",
         mend_zh="文件请交到 /api/v1/evidence，或分几次办理。", mend_en="Send files to /api/v1/evidence, or do it in parts."),
    kind("draft_changed", zh="{case} 在您读过之后已有改动。", en="{case} has changed since you read it.",
         mend_zh="请重新读取，看过之后再办理。", mend_en="Read it again, and decide on what is there now."),
    kind("day_only_in_demonstration", zh="只有演示登记簿可以另选办理日。", en="Only a demonstration lets you choose the day of your acts.",
         mend_zh="请去掉 X-Legal-Day 头。", mend_en="Leave the header X-Legal-Day out."),
    kind("approval_malformed", zh="approval 应为复核编号或 ask。", en="`approval` should be the number of an approval, or `ask`.",
         mend_zh="先用 approval=ask 申请复核，获准后带上编号。", mend_en="Ask with `approval=ask`; when it is allowed, send its number."),
)  # fmt: skip
