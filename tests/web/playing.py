"""A person who reads a page and acts on it: follows the button of an act, fills in the form that is there, and sends it."""

import io
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from tests.web.markup import Markup
from tests.web.sitting import Sitter

PDF = b"%PDF-1.7\nthe paper\n%%EOF\n"
Attributes = dict[str, str | None]


@dataclass
class Form:
    """One form of a page: where it goes, and its inputs with what stands in them."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    choices: set[str] = field(default_factory=set)


class _Forms(HTMLParser):
    """The forms and links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.acts: dict[str, str] = {}
        self.links: list[tuple[str, str]] = []
        self._act, self._select, self._area, self._link = "", "", "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a: Attributes = dict(attrs)
        name, value = a.get("name") or "", a.get("value") or ""
        self._act = a.get("data-act") or self._act
        if tag == "a" and self._act and self._act not in self.acts:
            self.acts[self._act] = a.get("href") or ""
        if tag == "a":
            self._link = a.get("href") or ""
        if tag == "form":
            self.forms.append(Form(a.get("action") or ""))
        if self.forms and name:
            self._input(tag, a, name, value)
        if tag == "option" and self._select and "selected" in a:
            self.forms[-1].values[self._select] = value

    def _input(self, tag: str, a: Attributes, name: str, value: str) -> None:
        form, kind = self.forms[-1], a.get("type")
        if tag == "input" and kind == "file":
            form.files.add(name)
        elif tag == "input" and kind in ("radio", "checkbox") and "checked" not in a:
            form.choices.add(name)
        elif tag == "input":
            form.values[name] = value
        elif tag == "select":
            self._select = name
            form.values[name] = ""
        elif tag == "textarea":
            self._area = name
            form.values[name] = ""

    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            self.forms[-1].values[self._area] += data.strip("\n")
        if self._link:
            self.links.append((data.strip(), self._link))

    def handle_endtag(self, tag: str) -> None:
        self._select = "" if tag == "select" else self._select
        self._area = "" if tag == "textarea" else self._area
        self._link = "" if tag == "a" else self._link


class Player(Sitter):
    """Somebody at the desk of a demonstration, on a day."""

    def on(self, day: str) -> "Player":
        """The same person on another day."""
        session = self.client.session
        session["day"] = day
        session.save()
        return self

    def page(self, address: str) -> str:
        """A page as HTML; it must be there and well-formed."""
        at = address if address.startswith("/") else f"/en/{address}"
        answer = self.client.get(at, follow=True)
        page = answer.content.decode()
        read = Markup(page)
        assert (answer.status_code, read.faults) == (200, []), (at, answer.status_code, read.faults, read.text)
        return page

    def acts(self, case: str) -> dict[str, str]:
        """The buttons of a case: act → address."""
        return acts_on(self.page(f"desk/cases/{case}"))

    def do_act(self, case: str, act: str, **said: Any) -> Any:
        """Presses the button of an act, fills in its form and sends it; the answer, after the redirect."""
        acts = self.acts(case)
        assert act in acts, f"{act} is none of {sorted(acts)}"
        return self.fill(acts[act], **said)

    def fill(self, address: str, **said: Any) -> Any:
        """Fills in the form of a deed at an address and sends it. What is refused fails the test."""
        answer = self.attempt(address, **said)
        if "/desk/do/" in answer.request["PATH_INFO"] and "data-focus" not in answer.content.decode():
            answer = self.send(answer.content.decode())  # what is signed was shown first
        read = Markup(answer.content.decode())
        assert answer.status_code == 200, (answer.status_code, " ".join(read.text.split())[-1500:])
        assert "data-focus" not in answer.content.decode(), " ".join(read.text.split())[:1500]
        return answer

    def attempt(self, address: str, **said: Any) -> Any:
        """As `fill`, whatever comes of it. Names are dotted by `__`; bytes are files."""
        return self.send(self.page(address), **said)

    def send(self, page: str, **said: Any) -> Any:
        """Fills in the form of a deed on a page and sends it."""
        forms = [form for form in _Forms(page).forms if "/desk/do/" in form.action]
        assert forms, "no form of a deed"
        form, values = forms[0], {name.replace("__", "."): value for name, value in said.items()}
        sent: dict[str, Any] = dict(form.values)
        for name, value in values.items():
            there = form.values.keys() | form.files | form.choices
            assert name in there, f"{name} is none of {sorted(there)}"
            sent[name] = _file(value) if isinstance(value, (bytes, tuple)) else str(value)
        return self.client.post(form.action, sent, follow=True)

    def link(self, address: str, says: str) -> str:
        """Where the link that says this leads."""
        found = [href for text, href in _Forms(self.page(address)).links if text == says]
        assert found, f"no link {says!r}"
        return found[0]


def _file(content: bytes | tuple[str, bytes]) -> io.BytesIO:
    name, data = content if isinstance(content, tuple) else ("paper.pdf", content)
    file = io.BytesIO(data)
    file.name = name
    return file


def acts_on(page: str) -> dict[str, str]:
    """The buttons of a page: act → address."""
    return _Forms(page).acts
