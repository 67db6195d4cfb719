"""The words of the field in both languages, with what they mean."""

from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.grid import Cell, Column, Grid
from tanpuhui.parameters import glossary

WORDS = {
    "lead": Text("本站用词的中英对照和含义。同一个意思，页面、证书和接口都用同一个词。",
                 "The words of this site in both languages. Pages, certificates and programs use the same word for "
                 "the same thing."),
    "search": Text("查找词语", "Find a word"),
    "find": Text("查找", "Find"),
    "clear": Text("清除条件", "Clear"),
    "files": Text("作为文件下载", "Take it as a file"),
}  # fmt: skip
NONE = Text("没有这样的词。", "There is no such word.")


def show(visit: Visit) -> Answer:
    """Every word, or those in which `q` stands."""
    asked = visit.asked("q").casefold()
    rows = []
    for term in glossary().values():
        also = "、".join(term.also) if visit.lang == "zh" else ", ".join(term.also)
        said = " ".join((term.name.zh, term.name.en, *term.also)).casefold()
        if asked in said or asked in term.means.into(visit.lang).casefold():
            rows.append([Cell(term.name.zh), Cell(term.name.en), Cell(term.means, under=also)])
    heads = [Column(Text("中文", "Chinese")), Column(Text("英文", "English")), Column(Text("含义", "Meaning"))]
    table = Grid("glossary", PAGE.title, heads, rows, NONE)
    return Answer({"table": table, "q": visit.asked("q")})


PAGE = Page("glossary", ("glossary",), "web/glossary.html", Text("词汇表", "Glossary"), WORDS, show, more=32)
