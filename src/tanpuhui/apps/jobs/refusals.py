"""The refusals of this room, in order of precedence."""

from tanpuhui.core.refusals import Refusals, kind

refuse = Refusals(
    "jobs",
    kind(
        "job_not_found",
        zh="没有编号为 {job} 的任务。",
        en="There is no job numbered {job}.",
        mend_zh="请核对编号。",
        mend_en="Check the number.",
    ),
    kind(
        "unknown_job_kind",
        zh="没有“{kind}”这种任务。",
        en="There is no kind of job {kind!r}.",
        mend_zh="可用任务：{known}。",
        mend_en="Known kinds: {known}.",
    ),
    kind(
        "job_key_malformed",
        zh="任务的键须为 1 至 200 个字符（现有 {length} 个）。",
        en="The key of a job has 1 to 200 characters (this one has {length}).",
        mend_zh="请为每项任务取一个不重复的键。",
        mend_en="Give each job a key of its own.",
    ),
    kind(
        "job_key_reused",
        zh="键 {key} 已用于内容不同的任务 {job}。",
        en="The key {key} belongs to job {job}, which was started with other content.",
        mend_zh="若要另做一次，请换一个键。",
        mend_en="Use another key for another job.",
    ),
    kind(
        "job_over",
        zh="任务 {job} 已结束（{state}）。",
        en="Job {job} is over ({state}).",
        mend_zh="已停止或失败的任务可以恢复；已完成的请另起一项。",
        mend_en="A stopped or failed job can be resumed; after one that is done, start another.",
    ),
    kind(
        "job_not_over",
        zh="任务 {job} 尚未结束（{state}），不能恢复。",
        en="Job {job} is not over ({state}) and cannot be resumed.",
        mend_zh="请等待，或先请求停止。",
        mend_en="Wait, or ask it to stop first.",
    ),
    kind(
        "job_held",
        zh="任务 {job} 正由 {holder} 执行，租约至 {until}。",
        en="Job {job} is being run by {holder}, whose lease lasts until {until}.",
        mend_zh="请等待；租约到期后可由他人接手。",
        mend_en="Wait: when the lease has expired, another may take over.",
    ),
    kind(
        "job_lease_lost",
        zh="任务 {job} 已被他人接手，{worker} 不再持有租约。",
        en="Job {job} was taken over by another; {worker} no longer holds its lease.",
        mend_zh="无需处理：接手者从中断处继续，每一步只计一次。",
        mend_en="Nothing to do: the other goes on from there, and each step counts once.",
    ),
)
