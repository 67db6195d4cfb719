"""The public projects: search by words, narrow by city, methodology and state, see them listed and on a map."""

from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists.catalogue import listing
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.listed import listed
from tanpuhui.interfaces.web.pages.project import outlines
from tanpuhui.interfaces.web.words import LISTED

HIDDEN = ("edition_zh", "edition_en", "consultants", "opened_on", "applicant")
WORDS = LISTED | {
    "lead": Text("从公示开始，项目对所有人公开；草稿不公开。", "A project is public from its disclosure to the stakeholders on; drafts are not."),
    "map": Text("地图", "Map"),
    "map_says": Text("所列项目的公开边界，没有底图。", "The public boundaries of the projects listed, without a base map."),
}  # fmt: skip


def show(visit: Visit) -> Answer:
    """A page of projects, and their outlines. Refuses as a list does."""
    wanted = listing("projects")
    shown = listed(visit, wanted, without=HIDDEN)
    narrow = {one.name: visit.asked(one.name) for one in wanted.filters if visit.asked(one.name)}
    return Answer({"listed": shown, "map": outlines(visit, **narrow)})


PAGE = Page(
    "projects", ("projects",), "web/projects.html", Text("项目", "Projects"), WORDS, show, menu=2,
    scripts=("vendor/leaflet.js", "tanpuhui/maps.js"), styles=("vendor/leaflet.css",),
)  # fmt: skip
