"""A strict reader of the site's pages: what is open is closed, what is named is there, what must not be is not."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
APART = {"dd", "dt", "li", "p", "td", "th", "h1", "h2", "h3"}
SILENT = {"script", "style", "iframe", "object", "embed"}
Attributes = dict[str, str]


@dataclass
class Markup(HTMLParser):
    """A page read strictly: its `faults`, its elements as (tag, attributes), and its `text`."""

    page: str
    faults: list[str] = field(default_factory=list)
    elements: list[tuple[str, Attributes]] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.captions: list[bool] = []
        self.feed(self.page)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]
        self._names()
        self._headings()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if len(named) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.elements.append((tag, named))
        self._allowed(tag, named)
        self.text += " " if tag in APART else ""
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.captions.append(False)
        if tag == "caption" and self.captions:
            self.captions[-1] = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
            return
        self.open.pop()
        if tag == "table" and not self.captions.pop():
            self.faults.append("a table has no caption")

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[Attributes]:
        """The attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    def _allowed(self, tag: str, named: Attributes) -> None:
        ours = tag == "script" and "defer" in named and named.get("src", "").startswith("/static/")
        ours = ours or (tag == "script" and named.get("type") == "application/json" and "src" not in named)
        if (tag in SILENT and not ours) or "style" in named or any(name.startswith("on") for name in named):
            self.faults.append(f"<{tag}> would run or style something: {named}")
        if tag == "th" and "scope" not in named:
            self.faults.append("a <th> has no scope")
        if tag == "img" and "alt" not in named:
            self.faults.append("an <img> has no alt")
        if tag == "svg" and not (named.get("aria-hidden") or named.get("aria-label")):
            self.faults.append("an <svg> is neither hidden nor named")

    def _names(self) -> None:
        ids = [named["id"] for _, named in self.elements if "id" in named]
        self.faults += [f"the id {id} stands twice" for id in sorted(set(ids)) if ids.count(id) > 1]
        for tag, named in self.elements:
            wanted = " ".join(named.get(a, "") for a in ("aria-labelledby", "aria-describedby", "for")).split()
            wanted += [named["href"][1:]] if named.get("href", "").startswith("#") else []
            self.faults += [f"<{tag}> names {id}, which is not there" for id in wanted if id not in ids]
        labelled = {named.get("for") for named in self.all("label")}
        fields = [
            named for tag in ("input", "select", "textarea") for named in self.all(tag) if named.get("type") != "hidden"
        ]
        self.faults += ["a field has no label" for named in fields if named.get("id") not in labelled]

    def _headings(self) -> None:
        levels = [int(tag[1]) for tag, _ in self.elements if tag in ("h1", "h2", "h3", "h4")]
        if levels.count(1) != 1 or levels[0] != 1:
            self.faults.append(f"headings begin with {levels[:1]}, {levels.count(1)} first ones")
        self.faults += [f"h{low} follows h{high}" for high, low in pairwise(levels) if low > high + 1]
        for landmark in ("header", "main", "footer"):
            if len(self.all(landmark)) != 1:
                self.faults.append(f"there is not one <{landmark}>")
