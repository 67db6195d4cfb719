"""What `ledger verify` may find. On a sound register it finds nothing."""

from tanpuhui.core.findings import Findings, kind

found = Findings(
    "ledger",
    kind("guard_missing", "error", zh="缺少数据库守卫 {about}。请运行 tanpuhui migrate。",
         en="The database lacks the guard {about}. Run tanpuhui migrate."),
    kind("guard_foreign", "error", zh="数据库中有不属于本系统的触发器或规则 {about}。请查明是谁所加，再删除。",
         en="The database has the trigger or rule {about}, which is not this program's. Find out who added it, then drop it."),
    kind("constraint_differs", "error", zh="数据库的列或约束 {about} 不在、被改动或未生效。请查明是谁所为，并从备份恢复。",
         en="The columns or the constraint {about} of the database are gone, altered or not enforced. "
         "Find out who did it, and restore from a backup."),
    kind("check_failed", "error", zh="核对“{about}”无法进行：{why}。请查明表或记录被如何改动，并从备份恢复。",
         en="The check “{about}” could not be carried out: {why}. Find out how tables or entries were changed, and restore "
         "from a backup."),
    kind("approval_not_for_this", "error", zh="日志 {about} 缺少第二人的批准，或其批准针对另一内容、出自同一人或未获同意。",
         en="Entry {about} lacks the second person's approval, or its approval is for something else, by the same person, "
         "or not given."),
    kind("body_disagrees", "error", zh="日志 {about} 要求的账户与其移动的账户不符。",
         en="The accounts that entry {about} asks for are not those it moved units between."),
    kind("chain_broken", "error", zh="编号线在 {about} 处断开或重叠。", en="The number line is broken or doubled at {about}."),
    kind("line_not_covered", "error", zh="编号线应从 1 到 {end}，区块共 {units} 个单位。",
         en="The number line should run from 1 to {end}; the blocks hold {units} units."),
    kind("block_not_as_posted", "error", zh="区块 {about} 与其过账不符。", en="Block {about} is not as its posting says."),
    kind("posting_not_from_there", "error", zh="过账 {about} 与其前一过账不符。",
         en="Posting {about} does not follow from the posting before it."),
    kind("units_lost_or_doubled", "error", zh="过账 {about} 移动了 {moved} 个单位，现可追溯到 {traced} 个。",
         en="Posting {about} moved {moved} units; {traced} can be traced on."),
    kind("act_not_permitted_there", "error", zh="过账 {about} 的操作不能在这些账户之间进行。",
         en="The act of posting {about} is not one that joins its accounts."),
    kind("series_not_issued_whole", "error", zh="系列 {about} 的编号与其签发过账不符。",
         en="The numbers of series {about} are not those of its issuance."),
    kind("not_conserved", "error", zh="系列 {about}：签发 {issued}，各账户合计 {held}。",
         en="Series {about}: issued {issued}, in accounts {held}."),
    kind("reservation_not_open", "error", zh="区块 {about} 标有已结束或别处的预留。",
         en="Block {about} bears a reservation that has ended or belongs elsewhere."),
    kind("journal_altered", "error", zh="日志 {about} 的内容与其哈希或各列不符。",
         en="Journal entry {about} does not match its hash or its columns."),
    kind("journal_disagrees", "error", zh="日志 {about} 记载的移动与过账不符。",
         en="The moves in journal entry {about} are not the postings."),
    kind("total_not_as_posted", "error", zh="留存的合计 {about} 为 {kept}，过账合计为 {posted}。请清空表 ledger_tally，它会由过账重新生成。",
         en="The kept total {about} is {kept}; its postings come to {posted}. Empty the table ledger_tally: it is made again "
         "from the postings."),
    kind("overdrawn", "error", zh="资金账户 {about} 透支 {fen} 分或缺少余额，只有结算银行可以透支。",
         en="Cash account {about} is overdrawn by {fen} fen or lacks its balance; only the settlement bank may be below zero."),
    kind("money_not_as_dated", "error", zh="资金账户 {about} 的最后付款日与付款记录不符。",
         en="Cash account {about} shows another day of its newest payment than its payments do."),
    kind("money_not_as_paid", "error", zh="资金账户 {about} 的余额 {balance} 与付款合计 {paid} 不符。",
         en="Cash account {about} shows {balance} fen; its payments come to {paid}."),
)  # fmt: skip
