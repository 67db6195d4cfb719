"""What is found in an input table. An `error` stops the calculation; `about` is table:line:column."""

from tanpuhui.core.findings import Findings, kind

seen = Findings(
    "quantification",
    # The header.
    kind(
        "input_column_missing",
        "error",
        zh="表 {table} 缺少列“{column}”。请加入该列，表头写作“{header}”。",
        en="Table {table} lacks the column “{column}”. Add it, with the heading “{header}”.",
    ),
    kind(
        "input_column_unknown",
        "error",
        zh="表 {table} 第 {line} 行的表头“{column}”不是该表的列。可用的列：{known}。请改名或删除该列。",
        en="Table {table}, line {line}: the heading “{column}” is no column of it. There are {known}. Rename or delete it.",
    ),
    kind(
        "input_column_repeated",
        "error",
        zh="表 {table} 第 {line} 行的表头中列“{column}”出现两次。请只保留一列。",
        en="Table {table}, line {line}: the column “{column}” stands twice in the header. Keep one.",
    ),
    kind(
        "input_unit_missing",
        "error",
        zh="表 {table} 的列“{column}”没有写明单位。请把表头写作“{header}”，或另加列“{column}_unit”逐行写明。",
        en="Table {table}: the column “{column}” does not say its unit. Head it “{header}”, or add a column “{column}_unit”.",
    ),
    kind(
        "input_unit_unknown",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”的单位“{given}”不可用。请用：{known}。",
        en="Table {table}, line {line}: the unit “{given}” of column “{column}” cannot be used. Use one of {known}.",
    ),
    # Rows.
    kind(
        "input_row_length",
        "error",
        zh="表 {table} 第 {line} 行有 {count} 个单元格，表头有 {wanted} 个。请检查逗号和引号。",
        en="Table {table}, line {line} has {count} cells where the header has {wanted}. Check commas and quotes.",
    ),
    kind(
        "input_rows_empty",
        "note",
        zh="表 {table} 有 {count} 个空行（首个在第 {line} 行），已略过。",
        en="Table {table} has {count} empty rows (the first is line {line}); they were passed over.",
    ),
    kind(
        "input_cells_merged",
        "error",
        zh="表 {table} 自单元格 {cell} 起有合并的单元格，无法逐格读取。请取消合并，并逐格填写。",
        en="Table {table}: cells are merged from {cell} on, so they cannot be read one by one. Undo the merging and fill in "
        "each.",
    ),
    kind(
        "input_key_repeated",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”的“{given}”与第 {first} 行相同；每行只能出现一次。请删除重复行或改正编号。",
        en="Table {table}, line {line}: “{given}” in column “{column}” is that of line {first}; each may occur once only. "
        "Delete the duplicate or correct its number.",
    ),
    kind(
        "input_keys_repeated",
        "warning",
        zh="表 {table} 有 {count} 行的“{column}”与前面的行相同（首个在第 {line} 行），按零计算。如有误请改正编号。",
        en="Table {table} has {count} rows whose “{column}” an earlier row has (the first is line {line}); they count as "
        "nothing. If that is wrong, correct the number.",
    ),
    kind(
        "input_reference_unknown",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”的“{given}”不在表 {other} 中。请改正，或在该表中补上这一行。",
        en="Table {table}, line {line}: “{given}” in column “{column}” names no row of table {other}. Correct it, or add "
        "that row.",
    ),
    kind(
        "input_month_missing",
        "warning",
        zh="表 {table} 中“{given}”缺少 {month} 的数据，该月按零计算。如有记录请补上。",
        en="Table {table} has no row of {month} for “{given}”; that month counts as nothing. If there is a record, add it.",
    ),
    kind(
        "input_month_repeated",
        "error",
        zh="表 {table} 第 {line} 行：“{given}”在 {month} 已有第 {first} 行。每月只能有一行，请删除或改正。",
        en="Table {table}, line {line}: “{given}” has line {first} for {month} already. Each month has one row: delete or "
        "correct one.",
    ),
    kind(
        "input_row_excluded",
        "warning",
        zh="表 {table} 第 {line} 行因“{column}”为“{reason}”不计入，其面积或数量按零计算。如有误请改正该单元格。",
        en="Table {table}, line {line} is left out because “{column}” is “{reason}”; it counts as nothing. "
        "If that is wrong, correct the cell.",
    ),
    kind(
        "input_days_reversed",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”的日期 {given} 不晚于“{other}”的 {before}。请核对两个日期。",
        en="Table {table}, line {line}: {given} in column “{column}” is not after {before} in “{other}”. Check both days.",
    ),
    kind(
        "input_day_not_of_period",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”为 {given}，而监测期要求 {wanted}；方法学未知如何折算，不作推算。"
        "请使调查日期与监测期一致。",
        en="Table {table}, line {line}: column “{column}” says {given} where the monitoring period asks for {wanted}; no rule "
        "for converting is known. Make survey days and monitoring period agree.",
    ),
    kind(
        "input_month_not_of_period",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”的 {given} 不完全在监测期 {wanted} 内。请删除该行，或使监测期包含整月。",
        en="Table {table}, line {line}: {given} in column “{column}” does not lie wholly in the monitoring period {wanted}. "
        "Delete the row, or let the period hold the whole month.",
    ),
    # Cells.
    kind(
        "input_cell_empty",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”是空的。请填写；零请写 0。",
        en="Table {table}, line {line}: column “{column}” is empty. Fill it in; write 0 for nothing.",
    ),
    kind(
        "input_full_width",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”的“{given}”含全角字符。请用半角写作“{instead}”。",
        en="Table {table}, line {line}: “{given}” in column “{column}” holds full-width characters. Write “{instead}”.",
    ),
    kind(
        "input_is_formula",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”是公式“{given}”。请粘贴为数值。",
        en="Table {table}, line {line}: column “{column}” holds the formula “{given}”. Paste its value.",
    ),
    kind(
        "input_not_a_number",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”的“{given}”不是普通十进制数。请只写数字和小数点，例如 12.5；"
        "单位写在表头，不用千分位和指数。",
        en="Table {table}, line {line}: “{given}” in column “{column}” is no plain decimal number. Write digits and a point, "
        "as in 12.5; the unit goes into the header; no thousands separators, no exponent.",
    ),
    kind(
        "input_too_many_decimals",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”的“{given}”小数位多于 {most} 位。请按测量精度填写。",
        en="Table {table}, line {line}: “{given}” in column “{column}” has more than {most} decimals. Give what was measured.",
    ),
    kind(
        "input_below_least",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”的“{given}”小于下限 {least} {unit}。请核对数值和单位。",
        en="Table {table}, line {line}: “{given}” in column “{column}” is below {least} {unit}. Check number and unit.",
    ),
    kind(
        "input_above_most",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”的“{given}”大于上限 {most} {unit}。请核对数值和单位。",
        en="Table {table}, line {line}: “{given}” in column “{column}” is above {most} {unit}. Check number and unit.",
    ),
    kind(
        "input_not_a_day",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”的“{given}”不是 2021-02-03 形式的真实日期。请按此形式改写。",
        en="Table {table}, line {line}: “{given}” in column “{column}” is no real day written as 2021-02-03. Write it so.",
    ),
    kind(
        "input_not_a_month",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”的“{given}”不是 2021-02 形式的月份。请按此形式改写。",
        en="Table {table}, line {line}: “{given}” in column “{column}” is no month written as 2021-02. Write it so.",
    ),
    kind(
        "input_not_a_choice",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”的“{given}”不在可选项中。请选用：{known}。",
        en="Table {table}, line {line}: “{given}” in column “{column}” is none of the choices. Choose from {known}.",
    ),
    kind(
        "input_text_too_long",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”超过 {most} 个字符。请缩短。",
        en="Table {table}, line {line}: column “{column}” has more than {most} characters. Shorten it.",
    ),
    kind(
        "input_odd_character",
        "error",
        zh="表 {table} 第 {line} 行列“{column}”含不可见或控制字符（“{given}”）。请重新输入该单元格。",
        en="Table {table}, line {line}: column “{column}” holds an invisible or control character (“{given}”). Type it again.",
    ),
    kind(
        "nothing_to_credit",
        "warning",
        zh="{about} 的结果不大于零（{amount} tCO2e），没有可签发的减排量。请核对输入；负值不结转。",
        en="{about}: the result is not above zero ({amount} tCO2e), so nothing can be credited. Check the inputs; a negative "
        "result is not carried on.",
    ),
)
