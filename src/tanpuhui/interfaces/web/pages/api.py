"""The API as people read it: every endpoint of the OpenAPI document, what it asks and answers, with a call to copy."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import resolve

from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.frame import Answer, Page, Visit

DOCUMENT = "/api/v1/openapi.json"
WORDS = {
    "lead": Text(
        "网站能办的，程序都能办。公开的内容不需要令牌。",
        "Whatever the site does, a program can do. What is public needs no token.",
    ),
    "document": Text("OpenAPI 3.1 文档", "The OpenAPI 3.1 document"),
    "problems": Text("全部拒绝的代码", "All codes of refusals"),
    "search": Text("查找（名称、路径或权限）", "Find (a name, a path or a permission)"),
    "find": Text("查找", "Find"),
    "clear": Text("清除条件", "Clear"),
    "count": Text("{count} 个接口。", "{count} endpoints."),
    "none": Text("没有这样的接口。", "There is no such endpoint."),
    "needed": Text("必填", "needed"),
    "parameters": Text("参数", "Parameters"),
    "statuses": Text("可能的答复", "Possible answers"),
    "example": Text("示例", "Example"),
    "answer": Text("答复示例", "An answer"),
    "token_yes": Text("需要令牌", "Needs a token"),
    "token_no": Text("不需要令牌", "Needs no token"),
    "token_more": Text("有令牌可看到更多", "A token may show more"),
    "rules": Text("共同的规则", "Rules for all"),
    "rule_key": Text(
        "每个写操作带 Idempotency-Key：同一个键再发一次，得到第一次的答复；内容不同则拒绝。",
        "Every write carries an Idempotency-Key: the same key again gives the first answer; with another body it is refused.",
    ),
    "rule_no": Text(
        "拒绝是一份问题文档（RFC 9457），带封闭清单中的代码、中英文说明和 facts 中的事实。",
        "A refusal is a problem document (RFC 9457) with a code of a closed list, in both languages, with its facts.",
    ),
    "rule_two": Text(
        "需要第二人的：先加 ?approval=ask 申请，由他人复核，再带编号发送同样的内容。",
        "What needs a second person: ask with ?approval=ask, let somebody else decide, send the same again with the number.",
    ),
    "rule_fresh": Text(
        "每个答复写明读取时间和当时最新的日志编号；公开内容可带 If-None-Match 再问。",
        "Every answer tells when it was read and the newest entry of the journal; public reads take If-None-Match.",
    ),
}
GROUPS = {
    "lists": Text("公开的列表", "Public lists"),
    "lists of your own": Text("自己的列表", "Lists of your own"),
    "things": Text("逐一读取", "One thing"),
    "evidence": Text("文件", "Files"),
    "writes": Text("办理", "Writes"),
}
RULES = ("rule_key", "rule_no", "rule_two", "rule_fresh")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint as shown. `token`: a code of the words; `call`: what to type; `answer`: an example, or empty."""

    code: str
    method: str
    path: str
    title: Text
    about: str
    token: str
    parameters: tuple[dict[str, Any], ...]
    statuses: tuple[tuple[str, str], ...]
    call: str
    answer: str

    def fits(self, words: str) -> bool:
        """Whether it has to do with each of these words."""
        said = f"{self.code} {self.method} {self.path} {self.title.zh} {self.title.en} {self.about}".lower()
        return all(word in said for word in words.lower().split())


@cache
def endpoints() -> dict[str, tuple[Endpoint, ...]]:
    """Every endpoint by its group."""
    api = resolve(DOCUMENT).func.keywords["api"]  # type: ignore[attr-defined]
    document = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    found = [
        (operation["tags"][0], _endpoint(method, path, operation, document))
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]
    return {group: tuple(one for tag, one in found if tag == group) for group in GROUPS}


def _endpoint(method: str, path: str, operation: dict[str, Any], document: dict[str, Any]) -> Endpoint:
    en, _, zh = operation["summary"].partition(" · ")
    security = operation.get("security")
    token = "token_no" if not security else "token_more" if {} in security else "token_yes"
    return Endpoint(
        operation["operationId"], method.upper(), path, Text(zh or en, en), operation.get("description", ""), token,
        tuple(_parameters(operation)), tuple((code, said["description"]) for code, said in operation["responses"].items()),
        _call(method, path, operation, token), _answer(operation, document),
    )  # fmt: skip


def _parameters(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for one in operation.get("parameters", ()):
        yield {"name": one["name"], "where": one["in"], "needed": one.get("required", False), "says": _says(one)}


def _says(parameter: dict[str, Any]) -> str:
    return str(parameter.get("description") or parameter["schema"].get("title") or "")


def _call(method: str, path: str, operation: dict[str, Any], token: str) -> str:
    """A call as typed in a shell; the address of the register and the token from variables."""
    lines = [f'curl "$REGISTER{path}"']
    if token == "token_yes":  # noqa: S105 (a code of the words)
        lines.append('-H "Authorization: Bearer $TOKEN"')
    if method == "post":
        lines.append('-H "Idempotency-Key: my-first-1"')
        body = operation.get("requestBody", {}).get("content", {})
        if "application/json" in body:
            told = json.dumps(body["application/json"].get("example", {}), ensure_ascii=False).replace("'", "'\\''")
            lines += ['-H "Content-Type: application/json"', f"-d '{told}'"]
        elif body:
            lines.append('-F "file=@document.pdf;type=application/pdf"')
    return " \\\n  ".join(lines)


def _answer(operation: dict[str, Any], document: dict[str, Any]) -> str:
    """The rows of a list, as they might look."""
    schema = operation["responses"]["200"].get("content", {}).get("application/json", {}).get("schema", {})
    named = document["components"]["schemas"].get(schema.get("$ref", "").rsplit("/", 1)[-1], {})
    rows = named.get("properties", {}).get("rows", {}).get("example")
    return json.dumps({"rows": rows}, ensure_ascii=False, indent=2) if rows else ""


def show(visit: Visit) -> Answer:
    """All endpoints, or those that have to do with `q`."""
    words = visit.asked("q")[:200]
    groups = [(name, [one for one in endpoints()[code] if one.fits(words)]) for code, name in GROUPS.items()]
    shown = [(name, of) for name, of in groups if of]
    facts: dict[str, object] = {
        "groups": shown,
        "q": words,
        "document": DOCUMENT,
        "rules": [WORDS[rule] for rule in RULES],
    }
    return Answer(facts | {"count": sum(len(of) for _, of in shown)})


PAGE = Page("api", ("api",), "web/api.html", Text("接口", "API"), WORDS, show, more=45)
