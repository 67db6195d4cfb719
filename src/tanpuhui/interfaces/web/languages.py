"""Which language a visitor reads: the one in the address, else what the browser asks for; and the way to the other one."""

from django.http import HttpRequest
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header

from tanpuhui.core.text import LANGS, Lang

TAGS: dict[Lang, str] = {"zh": "zh-Hans", "en": "en"}
NAMES: dict[Lang, str] = {"zh": "中文", "en": "English"}
LONGEST_QUERY = 1000


class Prefix(LocalePrefixPattern):
    """What addresses begin with: the language as this house writes it (`zh/`, where Django says `zh-hans`)."""

    def __init__(self) -> None:
        super().__init__(prefix_default_language=True)

    @property
    def language_prefix(self) -> str:
        """The prefix of the language that is active."""
        return f"{(get_language() or TAGS[LANGS[0]]).split('-')[0]}/"


def spoken_in(request: HttpRequest) -> Lang:
    """The language of the address (`/zh/…`, `/en/…`), else the browser's first of ours, else Chinese."""
    first = request.path_info.removeprefix("/").split("/", 1)[0]
    for lang in LANGS:
        if first == lang:
            return lang
    return preferred(request)


def preferred(request: HttpRequest) -> Lang:
    """The first of our languages that the browser asks for; Chinese if it asks for none."""
    for tag, weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        for lang in LANGS:
            if weight and tag.split("-")[0] == lang:
                return lang
    return LANGS[0]


def same_page(request: HttpRequest, lang: Lang) -> str:
    """The address of this page in `lang`; what was asked stays, unless it is too long to be meant."""
    steps = request.path.split("/", 2)
    if steps[1] not in LANGS or len(steps) < 3:
        return f"/{lang}/"
    query = request.META.get("QUERY_STRING", "")
    rest = request.get_full_path().split("/", 2)[2] if len(query) <= LONGEST_QUERY else steps[2]
    return f"/{lang}/{rest}"
