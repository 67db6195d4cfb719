"""Certificates of issuances and retirements: a public page each, and the same as PDF."""

from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from tanpuhui.apps.disclosure import certificates
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.papers import content, printing
from tanpuhui.interfaces.web.papers import words as say
from tanpuhui.interfaces.web.papers.content import Certificate

WORDS = {
    "pdf": Text("下载 PDF（中英文）", "PDF, in Chinese and English"),
    "facts": Text("证书内容", "What it certifies"),
    "how": say.HOW,
}
Maker = Callable[[Visit], Certificate]


def _operator(visit: Visit) -> Text:
    operator = visit.register.operator
    return Text(operator.name_zh, operator.name_en)


def _issuance(visit: Visit) -> Certificate:
    return content.issuance(certificates.issuance(visit.asked("report")), _operator(visit))


def _retirement(visit: Visit) -> Certificate:
    return content.retirement(certificates.retirement(int(visit.kept["entry"])), _operator(visit))


def base(visit: Visit) -> str:
    """Where the register's public pages lie: `TANPUHUI_URL`, else the host that was asked."""
    said: str = settings.URL
    return said or visit.request.build_absolute_uri("/").rstrip("/")


def _page(make: Maker) -> Callable[[Visit], Answer]:
    def show(visit: Visit) -> Answer:
        made, lang = make(visit), visit.lang
        facts = [
            (fact.label, fact.value.into(lang) if isinstance(fact.value, Text) else fact.value, fact.mono)
            for fact in made.facts
        ]
        tables = [(held, [list(zip(row, held.columns, strict=True)) for row in held.rows]) for held in made.tables]
        more = {"checks": printing.checks(made, base(visit)), "pdf": f"/{lang}/{made.path}.pdf"}
        return Answer({"paper": made, "facts": facts, "tables": tables, **more})

    return show


def _paper(make: Maker) -> Callable[[Visit], HttpResponseBase]:
    def show(visit: Visit) -> HttpResponseBase:
        made = make(visit)
        response = HttpResponse(printing.pdf(made, base(visit)), content_type="application/pdf")
        name = made.path.removeprefix("certificates/").replace("/", "-")
        response["Content-Disposition"] = f'inline; filename="tanpuhui-{name}.pdf"'
        return response

    return show


_ISSUANCE = Page(
    "certificate_issuance", ("certificates/issuances/<str:report>",), "web/certificate.html", say.ISSUANCE, WORDS,
    _page(_issuance),
)  # fmt: skip
_RETIREMENT = Page(
    "certificate_retirement", ("certificates/retirements/<int:entry>",), "web/certificate.html", say.RETIREMENT, WORDS,
    _page(_retirement),
)  # fmt: skip


def _printed(page: Page, make: Maker) -> Page:
    return replace(page, name=f"{page.name}_pdf", addresses=(f"{page.addresses[0]}.pdf",), show=_paper(make))


# The papers first: else `.pdf` would be read as the end of a report's number.
PAGES = (_printed(_ISSUANCE, _issuance), _printed(_RETIREMENT, _retirement), _ISSUANCE, _RETIREMENT)
