"""What this reader refuses: files that are not CARB's issuance table, always as a whole and before the first row."""

from tanpuhui.core.refusals import Refusals, kind

refuse = Refusals(
    "us_ca_cop",
    kind(
        "table_unreadable",
        zh="无法读取文件 {path}：{why}。",
        en="The file {path} cannot be read: {why}.",
        mend_zh="请检查路径与读取权限，并指定一个文件。",
        mend_en="Check the path and the permission to read it, and name a file.",
    ),
    kind(
        "empty_table",
        zh="文件没有数据行（共 {lines} 行）。",
        en="The file has no data row ({lines} lines in all).",
        mend_zh="请重新下载加州空气资源委员会的签发表，下载可能中断。",
        mend_en="Download CARB's issuance table again; the download may have been cut off.",
    ),
    kind(
        "not_utf8",
        zh="文件不是 UTF-8 编码：第 {line} 行、第 {offset} 字节（从 0 起）无法解码。",
        en="The file is not UTF-8: line {line}, byte {offset} (counted from 0) cannot be decoded.",
        mend_zh="请将文件另存为 UTF-8 编码的 CSV 后重试。",
        mend_en="Save it as CSV in UTF-8 and try again.",
    ),
    kind(
        "not_a_carb_table",
        zh="表头不是加州空气资源委员会签发表的表头。缺少的列：{missing}。不认识的列：{unknown}。",
        en="The header is not that of CARB's issuance table. Missing columns: {missing}. Unknown columns: {unknown}.",
        mend_zh="请使用逗号分隔、列名保持原样的签发表（2024年11月版）。",
        mend_en="Use the issuance table of November 2024, comma-separated, with CARB's own column names.",
    ),
    kind(
        "columns_out_of_order",
        zh="第 {place} 列应为“{wanted}”，实为“{found}”。",
        en='Column {place} should be "{wanted}" and is "{found}".',
        mend_zh="请恢复原来的列顺序。",
        mend_en="Restore the order of columns as published.",
    ),
    kind(
        "row_malformed",
        zh="第 {line} 行无法读取：{why}。",
        en="Line {line} cannot be read: {why}.",
        mend_zh="请修复或重新下载该文件；读取器不会猜测单元格的归属。",
        mend_en="Repair the file or download it again; the reader never guesses which cell belongs where.",
    ),
)
