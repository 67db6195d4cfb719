"""What a filing consists of: the kinds of document, and the outline that a design document must follow."""

from tanpuhui.core.text import Text

KINDS: dict[str, Text] = {
    "application_form": Text("申请表", "application form"),
    "design_document": Text("方法学设计文件", "design document"),
    "further": Text("其他文件", "further document"),
}
NEEDED = ("application_form", "design_document")
"""Without these nothing is filed (annexes 2 and 3 of the provincial measures of 2022)."""
OUTLINE: dict[str, Text] = {
    "scope": Text("适用范围", "scope"),
    "basis": Text("编制依据", "basis documents"),
    "terms": Text("术语和定义", "terms"),
    "principles": Text("编制原则", "drafting principles"),
    "applicability": Text("适用条件", "applicability"),
    "boundary": Text("核算边界", "accounting boundary"),
    "baseline_emissions": Text("基准线排放", "baseline emissions"),
    "activity_emissions": Text("低碳行为排放", "emissions of the low-carbon behaviour"),
    "duplicate_claims": Text("防止重复申报的措施", "measures against duplicate claims"),
}
"""Sections of a design document: those of annex 3 that could be read (its further ones are not known), and the one against
duplicate claims, which every methodology must have."""
VERDICTS: dict[str, Text] = {
    "favourable": Text("同意备案", "favourable"),
    "unfavourable": Text("不同意备案", "unfavourable"),
}
"""What an opinion may conclude."""
RECUSED = "recused"
"""Stands in place of a verdict where an expert declared a conflict of interest."""
