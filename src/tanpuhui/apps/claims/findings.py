"""What may be noticed about outlines, overlaps and foreign lists without anything being refused; and what `verify` may find."""

from tanpuhui.core.findings import Findings, kind

found = Findings(
    "claims",
    kind("ring_wound_the_old_way", "note", zh="{about}：{count} 个环的方向与 RFC 7946 相反，已按右手规则读取。",
         en="{about}: {count} rings are wound against RFC 7946; they were read by the right-hand rule."),
    kind("height_left_out", "note", zh="{about}：{count} 个坐标带高程，高程未采用。",
         en="{about}: {count} positions have heights, which were left out."),
    kind("digits_rounded", "note", zh="{about}：{count} 个数超过七位小数，已四舍六入到七位（约 1 厘米）。",
         en="{about}: {count} numbers had more than seven decimals and were rounded to seven (about 1 cm)."),
    kind("crs_named", "note", zh="{about}：文件写有 crs 成员（{count} 处），其坐标系可用；RFC 7946 已不再使用该成员。",
         en="{about}: the file names its datum ({count} times), which will do; RFC 7946 has given up the member crs."),
    kind("datum_not_provable", "note", zh="{about}：文件本身无法证明坐标系。若取自网络地图（GCJ-02），位置会偏移 100 至 700 米且看不出来；"
         "请核实坐标的测量方式。",
         en="{about}: no file can prove its datum. Positions taken from Chinese web maps (GCJ-02) lie 100 to 700 m off and look "
         "right; ask how they were measured."),
    kind("parcels_touch", "note", zh="地块 {about} 与申报 {other} 的地块重叠 {hectares} 公顷，小于容差 {tolerance} 公顷，按测量误差处理。",
         en="The parcel of claim {about} overlaps that of {other} by {hectares} ha, within the tolerance of {tolerance} ha: "
         "taken as survey noise."),
    kind("list_row_wrong", "error", zh="第 {about} 行未读入：{reason}", en="Row {about} was not taken: {reason}"),
    kind("list_row_twice", "warning", zh="第 {about} 行与同一项目的其他申报重复，未再登记：{reason}",
         en="Row {about} repeats another claim of the same project and was not entered again: {reason}"),
    kind("claim_not_as_told", "error", zh="申报 {about} 的状态“{state}”与其历史“{told}”不符。",
         en="Claim {about} is {state}; its history says {told}."),
    kind("claim_not_held", "error", zh="申报 {about} 的占用与其状态或日期不符。",
         en="What claim {about} holds is not as its state and days say."),
    kind("claim_not_on_the_map", "error", zh="申报 {about} 的地块在空间索引中缺失或有误，查不出与它的重叠。",
         en="The parcel of claim {about} is missing or wrong in the spatial index; overlaps with it would not be found."),
    kind("claim_rivals_unheard", "error", zh="申报 {about} 与 {other} 重叠而没有案件。",
         en="Claims {about} and {other} overlap and there is no case about it."),
)  # fmt: skip
