"""What the reader reports about a row. A row with an `error` gives no issuance; notes and warnings stop nothing."""

from tanpuhui.core.findings import Findings, kind

seen = Findings(
    "us_ca_cop",
    # Rows that bear no credits.
    kind(
        "row_zero",
        "note",
        zh="{about} 行没有签发信用（该报告期为零）。",
        en="{about}: no credits; the period gave none.",
    ),
    kind(
        "row_reforest_defer",
        "note",
        zh="{about} 行没有签发信用（再造林项目推迟计量）。",
        en="{about}: no credits; quantification of the reforestation project is deferred.",
    ),
    kind(
        "row_reversal",
        "note",
        zh="{about} 行记录一次逆转，没有签发信用。",
        en="{about}: no credits; a reversal is recorded.",
    ),
    kind(
        "row_id_repeated",
        "note",
        zh="不含信用的行号 {about} 在前文已经出现。",
        en="{about}: this id of a row without credits has occurred before.",
    ),
    kind(
        "credits_on_row_without_credits",
        "error",
        zh="{about} 按编号不含信用，但“{column}”列为“{cell}”。",
        en='{about}: the id says no credits, but column "{column}" holds "{cell}".',
    ),
    # Cells that cannot be read.
    kind(
        "issuance_id_unknown",
        "error",
        zh="无法识别编号“{cell}”；该行不签发。",
        en='The id "{cell}" is not of a known form; the row is not issued.',
    ),
    kind(
        "credit_id_repeated",
        "error",
        zh="信用编号 {about} 在文件中已经出现；只取第一行。",
        en="{about}: this id with credits has occurred before in the file; only the first row counts.",
    ),
    kind(
        "cell_not_a_quantity",
        "error",
        zh="{about} 的“{column}”列应为整数吨数，实为“{cell}”；该行不签发。",
        en='{about}: column "{column}" should hold whole tonnes and holds "{cell}"; the row is not issued.',
    ),
    kind(
        "cell_not_a_day",
        "error",
        zh="{about} 的“{column}”列应为日期（年-月-日），实为“{cell}”；该行不签发。",
        en='{about}: column "{column}" should hold a day (YYYY-MM-DD) and holds "{cell}"; the row is not issued.',
    ),
    kind(
        "cell_not_a_year",
        "error",
        zh="{about} 的“{column}”列应为年份，实为“{cell}”；该行不签发。",
        en='{about}: column "{column}" should hold a year and holds "{cell}"; the row is not issued.',
    ),
    kind(
        "issued_before_the_programme",
        "error",
        zh="{about} 的签发日期 {issued_on} 早于该机制的首日 {begins_on}；该行不签发。",
        en="{about}: issued on {issued_on}, before the programme began on {begins_on}; the row is not issued.",
    ),
    kind(
        "issued_after_state_day",
        "error",
        zh="{about} 的签发日期 {issued_on} 晚于本表状态日 {state_on}；该行不签发。",
        en="{about}: issued on {issued_on}, after the table's state day {state_on}; the row is not issued.",
    ),
    # Things that do not agree with one another.
    kind(
        "reporting_period_reversed",
        "warning",
        zh="{about} 的报告期结束日 {end} 早于开始日 {start}。",
        en="{about}: the reporting period ends on {end}, before it starts on {start}.",
    ),
    kind(
        "issued_before_period_end",
        "warning",
        zh="{about} 的签发日期 {issued_on} 早于报告期结束日 {end}。",
        en="{about}: issued on {issued_on}, before the reporting period ended on {end}.",
    ),
    kind(
        "vintage_not_period_end",
        "warning",
        zh="{about} 的年份 {vintage} 不是报告期结束年 {year}；按表中年份取用。",
        en="{about}: vintage {vintage} is not the year {year} in which the period ended; taken as published.",
    ),
    kind(
        "project_type_differs",
        "warning",
        zh="{about} 的编号类型为 {letters}，“Project Type”列为“{cell}”；按编号取用。",
        en='{about}: the id says {letters}, the project type says "{cell}"; the id is followed.',
    ),
    kind(
        "kind_differs_from_id",
        "warning",
        zh="{about} 的项目编号与“{cell}”标志（EA 早期行动 / COP 履约）不符；按标志取用。",
        en='{about}: the project number does not go with the flag "{cell}" (EA or COP); the flag is followed.',
    ),
    kind(
        "flag_unknown",
        "warning",
        zh="{about} 的“{column}”列为“{cell}”，不在已知取值之内；原样保留。",
        en='{about}: column "{column}" holds "{cell}", which is not among its known values; kept as it is.',
    ),
    kind(
        "nameless_cell_filled",
        "warning",
        zh="{about} 在无列名的列中有内容“{cell}”；未取用。",
        en='{about}: a column without a name holds "{cell}"; not used.',
    ),
    kind(
        "comment_differs_from_column",
        "warning",
        zh="{about} 的备注为 {comment}，“{column}”列为 {cell}；按列取用。",
        en='{about}: the comment says {comment}, column "{column}" says {cell}; the column is followed.',
    ),
    # Uses.
    kind(
        "use_above_issued",
        "warning",
        zh="{about} 的“{column}”列为 {quantity}，而剩余只有 {left}；该项使用整体不入账。",
        en='{about}: column "{column}" says {quantity} and only {left} are left; this use is left out as a whole.',
    ),
    kind(
        "buffer_retired_above_contribution",
        "warning",
        zh="{about} 注销的缓冲信用 {quantity} 多于其缓冲账户中的 {left}；该项使用整体不入账。",
        en="{about}: {quantity} buffer credits retired and only {left} in the buffer; this use is left out as a whole.",
    ),
    kind(
        "buffer_is_whole_issuance",
        "note",
        zh="{about} 的缓冲贡献 {quantity} 等于全部签发量。",
        en="{about}: the buffer contribution of {quantity} is the whole issuance.",
    ),
    kind(
        "buffer_returned_to_early_action",
        "note",
        zh="{about} 的备注称 {of} 份缓冲信用中的 {quantity} 份退回早期行动项目的缓冲账户（{when}）。",
        en="{about}: the comment says that {quantity} of {of} buffer credits went back to the early-action programme "
        "({when}).",
    ),
    # Invalidations and reversals, known from comments only.
    kind(
        "marked_invalidated",
        "note",
        zh="{about} 的“{column}”列标为“{cell}”。",
        en='{about}: column "{column}" is marked "{cell}".',
    ),
    kind(
        "invalidated_per_comment",
        "note",
        zh="{about} 的备注称签发的 {of} 份中有 {quantity} 份被认定失效（{when}），其中 {posted} 份尚未使用并已入账。",
        en="{about}: the comment says that {quantity} of {of} were invalidated ({when}); {posted} were not used and "
        "are posted.",
    ),
    kind(
        "invalidated_after_use",
        "warning",
        zh="{about} 被认定失效的信用中有 {quantity} 份此前已被使用，仍记在使用处；使用者负有补足义务。",
        en="{about}: {quantity} of the invalidated credits had been used before and stay where they were used; whoever "
        "used them has the duty to replace them.",
    ),
    kind(
        "invalidation_not_understood",
        "warning",
        zh="{about} 提到失效，但与本行的编号、签发量或句式不符（{what}）；未入账。",
        en="{about}: an invalidation is mentioned that does not fit this row's id, quantity or the known sentence "
        "({what}); not posted.",
    ),
    kind(
        "replacement_of_invalidated",
        "note",
        zh="{about} 的备注称其中 {quantity} 份用于补足 {replaces} 的失效（{when}）。",
        en="{about}: the comment says that {quantity} of its credits replaced invalidated ones of {replaces} ({when}).",
    ),
    kind(
        "reversal_intentional",
        "note",
        zh="{about} 的备注称 {when} 核定一次有意逆转，共 {quantity} 吨二氧化碳当量。",
        en="{about}: the comment says that an intentional reversal of {quantity} tCO2e was approved on {when}.",
    ),
    kind(
        "reversal_unintentional",
        "note",
        zh="{about} 的备注称 {when} 核定一次非有意逆转，共 {quantity} 吨二氧化碳当量。",
        en="{about}: the comment says that an unintentional reversal of {quantity} tCO2e was approved on {when}.",
    ),
    kind(
        "reversal_owed",
        "note",
        zh="{about} 的备注称林地所有者应提交 {quantity} 份履约工具。",
        en="{about}: the comment says that the forest owners had to submit {quantity} compliance instruments.",
    ),
    kind(
        "reversal_from_buffer",
        "note",
        zh="{about} 的备注称因项目终止从林业缓冲账户注销 {quantity} 份信用。",
        en="{about}: the comment says that {quantity} credits were retired from the Forest Buffer Account.",
    ),
)
