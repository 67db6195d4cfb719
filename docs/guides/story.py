"""A village's forest becomes credits, over HTTP, by an outsider's program. Tokens: TOKEN_TAN, TOKEN_QIU …; see the guide."""

import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path

API, NOTE = os.environ.get("TANPUHUI", "http://127.0.0.1:8000") + "/api/v1/", "已核对 / checked"


def call(who, day, path, body=None, key="", kind="application/json"):
    """GET without a body, else POST; the key is the same each time, so a lost answer is asked for again. No is an answer too."""
    head = {"Authorization": f"Bearer {os.environ[f'TOKEN_{who}'.upper()]}", "X-Legal-Day": day, "Content-Type": kind}
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    asked = urllib.request.Request(API + path, data, head | {"Idempotency-Key": f"story {who} {day} {path} {key}"})
    try:
        said = json.load(urllib.request.urlopen(asked))
    except urllib.error.HTTPError as no:
        said = json.load(no)
    print(day, who, asked.get_method(), path, said.get("code", "ok"), file=sys.stderr)
    return said.get("answer", said)


def file(who, day, name, content=b"%PDF-1.4\nMade up; nothing in it is real.\n%%EOF\n", kind="application/pdf"):
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'.encode()
    return call(who, day, "evidence", head + content + b"\r\n--b--\r\n", name, "multipart/form-data; boundary=b")[
        "sha256"
    ]


def paper(who, day, case, kind, sha, **more):
    call(
        who,
        day,
        f"cases/{case}/documents",
        {"kind": kind, "evidence": sha, "signed_by": who, "signature": sha} | more,
        kind,
    )


def move(case, *steps):
    for who, day, act in steps:  # each names the dossier that it has read
        at = f"{'reports' if case[0] == 'R' else 'projects'}/{case}"
        call(who, day, f"{at}/moves", {"act": act, "dossier": call(who, day, at)["dossier"]}, act)


def both(who, day, path, body):
    number = call(who, day, f"{path}?approval=ask", body)["approval"]  # a second person looks at it, and allows it
    call(
        "wu",
        day,
        f"approvals/{number}/decision",
        {"allowed": bool(call("wu", day, f"approvals/{number}")), "reason": NOTE},
    )
    call(who, day, f"{path}?approval={number}", body)


def apply(day, table, outline):
    for code, owner in (("ZHANKENG-1", "ZHANKENG"), ("WEITAN-1", "WEITAN")):
        call(
            "lin",
            day,
            "accounts",
            {"code": code, "kind": "holding", "owner": owner, "name": {"zh": "账户", "en": "account"}},
            code,
        )
    body = {"body": "DEMO-VERIFIER", "scope": ["forestry_2020"], "valid": {"first": "2021-01-01", "last": "2023-12-31"}}
    call("song", day, "accreditations", body | {"evidence": file("song", day, "accreditation.pdf")})
    said = {
        "title": {"zh": "沾坑村林业碳汇（演示）", "en": "Zhankeng forest (demonstration)"},
        "area": "440200",
        "owners": {"ZHANKENG": "1"},
    }
    said |= {"methodology": "forestry_2020", "crediting": {"first": "2015-01-01", "last": "2034-12-31"}}
    project, pdf = (
        call("tan", day, "projects", {"applicant": "ZHANKENG", "said": said})["project"],
        file("tan", day, "paper.pdf"),
    )
    for kind in ("design_document", "tenure_proof", "collective_decision", "benefit_sharing"):
        paper("tan", day, project, kind, pdf, visibility="public")
    paper(
        "tan",
        day,
        project,
        "boundary",
        file("tan", day, "boundary.geojson", outline, "application/geo+json"),
        visibility="public",
    )
    call("tan", day, f"projects/{project}/disclosure", {})
    move(project, ("tan", "2021-03-18", "file"), ("bai", "2021-03-22", "forward"), ("song", "2021-03-25", "register"))
    body, day = {"period": {"first": "2015-01-01", "last": "2019-12-31"}, "profile": "demo"}, "2021-04-02"
    report = call("tan", day, f"projects/{project}/reports", body)["report"]
    paper("tan", day, report, "monitoring_report", pdf)
    paper("tan", day, report, "inventory_table", file("tan", day, "inventory.csv", table, "text/csv"), name="parcels")
    call("tan", day, f"reports/{report}/engagement", {"body": "DEMO-VERIFIER"})
    call("tan", day, f"reports/{report}/submission", {})
    return report


def verify(report, day):
    visit = {
        "kind": "sampling",
        "days": {"first": "2021-04-12", "last": "2021-04-12"},
        "place": "沾坑村",
        "method": "样地复测",
    }
    call(
        "qiu",
        "2021-04-12",
        f"reports/{report}/visits",
        {"visit": visit | {"seen": NOTE, "population": 14, "sample": 5}},
    )
    call("qiu", "2021-04-13", f"reports/{report}/findings", {"kind": "clarification", "text": "ZK-11：缺少复核签名"})
    call("tan", "2021-04-15", f"reports/{report}/findings/1/answer", {"text": "已补交 / handed in"})
    call("qiu", "2021-04-16", f"reports/{report}/findings/1/closing", {"text": NOTE})
    paper("qiu", day, report, "verification_report", file("qiu", day, "report.pdf"))
    read = {name: call("qiu", day, f"reports/{report}")[name] for name in ("dossier", "calculation")}
    said = {"said": read | {"report": report, "assurance": "reasonable", "opinion": "unqualified", "text": NOTE}}
    wanted = call("qiu", day, "statements", said | {"hash": "0" * 64}, "what is to be signed?")["facts"]["wanted"]
    call("qiu", day, "statements", said | {"hash": wanted})


def issue(report, day):
    move(report, ("tan", "2021-04-22", "file"), ("bai", "2021-04-28", "preapprove"))
    sheet = call("mei", "2021-05-10", f"reports/{report}/calculation")
    both("mei", "2021-05-10", "adoptions", {"report": report, "hash": sheet["values_hash"], "scope": "forestry:2020"})
    move(report, ("song", "2021-05-12", "approve"))
    both("zhou", day, f"reports/{report}/issuance", {"result": sheet["hash"], "accounts": {"ZHANKENG": "ZHANKENG-1"}})
    return call("tan", day, f"certificates/issuances/{report}")["lines"][0]["serial"]


def use(serial, day):
    call(
        "tan", day, "moves/transfer", {"source": "ZHANKENG-1", "serial": serial, "target": "WEITAN-1", "quantity": 180}
    )
    used = {"source": "WEITAN-1", "serial": call("guan", day, "holdings?account=WEITAN-1")["rows"][0]["serial"]}
    call(
        "guan",
        day,
        "moves/retirement",
        used | {"purpose": "carbon_neutrality", "beneficiary": "云帆会展 / Yunfan fairs"},
    )
    return call(
        "guan", day, f"certificates/retirements/{call('guan', day, 'retirements?limit=1')['rows'][0]['journal']}"
    )


ring = [[114.0, 24.3], [114.0125, 24.3], [114.0125, 24.31157], [114.0, 24.31157], [114.0, 24.3]]
report = apply(
    "2021-03-08", Path(sys.argv[1]).read_bytes(), json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()
)
verify(report, "2021-04-19")
print(json.dumps(use(issue(report, "2021-05-20"), "2021-08-18"), ensure_ascii=False))
