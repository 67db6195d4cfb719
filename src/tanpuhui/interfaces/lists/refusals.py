"""What a list refuses."""

from tanpuhui.core.refusals import Refusals, kind

refuse = Refusals(
    "lists",
    kind("unknown_list", zh="没有“{list}”这个列表。", en="There is no list “{list}”.",
         mend_zh="可选：{known}。", mend_en="There are: {known}."),
    kind("unknown_filter", zh="这个列表不能按“{filter}”筛选。", en="This list cannot be narrowed by “{filter}”.",
         mend_zh="可选：{known}。", mend_en="It can be by: {known}."),
    kind("filter_choice_unknown", zh="“{filter}”不能是“{value}”。", en="“{filter}” cannot be “{value}”.",
         mend_zh="可选：{known}。", mend_en="Choose one of: {known}."),
    kind("filter_malformed", zh="“{filter}”不能是“{value}”：应为{wanted}。", en="“{filter}” cannot be “{value}”: it should "
                                                                         "be {wanted}.",
         mend_zh="请改正或去掉这个条件。", mend_en="Mend it, or leave it out."),
    kind("filter_needed", zh="请先指定“{filter}”。", en="Say which “{filter}”.",
         mend_zh="这个列表只能逐一查看。", mend_en="This list is read for one at a time."),
    kind("page_too_large", zh="一页不能有 {limit} 行。", en="A page cannot have {limit} rows.",
         mend_zh="请取 1 至 {most} 行，用 next 翻页；全部内容请下载。",
         mend_en="Ask for 1 to {most}, and go on with `next`; to have all, take the download."),
    kind("cursor_malformed", zh="翻页位置“{cursor}”不是本列表给出的。", en="“{cursor}” is no position that this list gave.",
         mend_zh="请用上一页给出的 next。", mend_en="Use the `next` of the page before."),
    kind("format_unknown", zh="不能下载为“{format}”。", en="There is no download as “{format}”.",
         mend_zh="可选：{known}。", mend_en="Choose one of: {known}."),
    kind("table_not_ours", zh="这个文件不是“{list}”的下载：{why}。", en="This file is no download of “{list}”: {why}.",
         mend_zh="请用本站下载的文件，列名和次序不变。", mend_en="Use a file downloaded here, its columns unchanged."),
)  # fmt: skip
