"""The kinds of organisation: a closed list, which the database holds too."""

from tanpuhui.core.text import Text

KINDS: dict[str, Text] = {
    "city_bureau": Text("市级生态环境局", "city bureau"),
    "company": Text("企业", "company"),
    "covered_entity": Text("控排企业", "covered entity"),
    "data_partner": Text("数据合作方", "data partner"),
    "exchange": Text("交易所", "exchange"),
    "expert_committee": Text("专家委员会", "expert committee"),
    "foreign_register": Text("其他登记簿", "foreign register"),
    "household": Text("家庭", "household"),
    "platform": Text("登记平台运营方", "operator of the register"),
    "provincial_department": Text("省级生态环境厅", "provincial department"),
    "verification_body": Text("核查机构", "verification body"),
    "village_collective": Text("村集体", "village collective"),
}
AREA_BOUND = frozenset({"city_bureau"})
"""Kinds that act for one administrative area and must name it."""
