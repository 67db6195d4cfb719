"""A village's forest becomes credits, over HTTP, by an outsider's program; see the guide beside it."""
import json
import os
import sys
from http.client import HTTPConnection

REGISTER, COUNT, ASK = HTTPConnection(os.environ.get("TANPUHUI", "127.0.0.1:8000")), iter(range(1000)), "?approval=ask"
PDF, VILLAGE, BODY, METHOD, SEEN = b"%PDF-1.4\n%%EOF\n", "ZHANKENG", "DEMO-VERIFIER", "forestry_2020", "核对无误 / checked"
def years(first, last): return {"first": f"{first}-01-01", "last": f"{last}-12-31"}
def call(step, body=b""):  # a call has the same key whenever the story is told: a lost answer is simply asked for again
    (who, day, path), data = step.split(), body if isinstance(body, bytes) else json.dumps(body).encode()
    head = {"Authorization": f"Bearer {os.environ['TOKEN_' + who.upper()]}", "Idempotency-Key": f"story {next(COUNT)}"}
    head |= {"X-Legal-Day": f"2021-{day}", "Content-Type": f"application/{'octet-stream' if data is body else 'json'}"}
    REGISTER.request("POST" if data else "GET", f"/api/v1/{path}", data, head | {"X-Proof": "demonstration"})
    said = json.load(REGISTER.getresponse())
    assert "code" not in said, (step, said)
    if path.endswith(ASK):  # a second person looks at it and allows it; then it is done
        call(f"wu {day} approvals/{said['approval']}/decision", {"allowed": True, "reason": SEEN})
        return call(step.replace("ask", str(said["approval"])), body)
    return said.get("answer", said)
def paper(by, case, kind, content=PDF, file="paper.pdf", **more):  # it is filed first, and named by its hash ever after
    sha = call(f"{by} evidence/raw?name={file}", content)["sha256"]
    call(f"{by} cases/{case}/documents", {"kind": kind, "evidence": sha, "signed_by": by, "signature": sha} | more)
    return sha
def tell(place, steps):  # a move names the dossier that was read
    for by, path, body in ((*step.split(" /"), body) for step, body in steps.items()):
        call(f"{by} {place}/{path}", body | ({"dossier": call(f"{by} {place}")["dossier"]} if path == "moves" else {}))

for who in (VILLAGE, "WEITAN"):
    call("lin 03-08 accounts", {"code": f"{who}-1", "kind": "holding", "owner": who, "name": {"zh": who, "en": who}})
said = {"title": {"zh": "沾坑村林业", "en": "Zhankeng forest"}, "methodology": METHOD, "crediting": years(2015, 2034)}
said |= {"area": "440200", "owners": {VILLAGE: "1"}}
project = call("tan 03-08 projects", {"applicant": VILLAGE, "said": said})["project"]
for kind in ("design_document", "tenure_proof", "collective_decision", "benefit_sharing"):
    sha = paper("tan 03-08", project, kind, visibility="public")
outline = b'{"type":"Polygon","coordinates":[[[114,24.3],[114.01,24.3],[114.01,24.31],[114,24.31],[114,24.3]]]}'
paper("tan 03-08", project, "boundary", outline, "outline.geojson", visibility="public")
call("song 03-08 accreditations", {"body": BODY, "scope": [METHOD], "valid": years(2021, 2023), "evidence": sha})
tell(f"projects/{project}", {"tan 03-08 /disclosure": {}, "tan 03-18 /moves": {"act": "file"},
     "bai 03-22 /moves": {"act": "forward"}, "song 03-25 /moves": {"act": "register"}})
report = call(f"tan 04-02 projects/{project}/reports", {"period": years(2015, 2019), "profile": "demo"})["report"]
paper("tan 04-02", report, "monitoring_report")
paper("tan 04-02", report, "inventory_table", sys.stdin.buffer.read(), "inventory.csv", name="parcels")
visit = {"kind": "sampling", "days": {"first": "2021-04-12", "last": "2021-04-12"}, "place": "沾坑村", "method": "样地复测"}
tell(f"reports/{report}", {"tan 04-02 /engagement": {"body": BODY}, "tan 04-02 /submission": {},
     "qiu 04-12 /visits": {"visit": visit | {"seen": SEEN, "population": 14, "sample": 5}},
     "qiu 04-13 /findings": {"kind": "clarification", "text": "ZK-11：缺少复核签名"},
     "tan 04-15 /findings/1/answer": {"text": "已补交 / handed in"}, "qiu 04-16 /findings/1/closing": {"text": SEEN}})
paper("qiu 04-19", report, "verification_report")
told = call(f"qiu 04-19 reports/{report}/statement?text=checked")  # what is to be signed, and its hash
call("qiu 04-19 statements", {name: told[name] for name in ("said", "hash")})
tell(f"reports/{report}", {"tan 04-22 /moves": {"act": "file"}, "bai 04-28 /moves": {"act": "preapprove"}})
sheet = call(f"mei 05-10 reports/{report}/calculation")
call(f"mei 05-10 adoptions{ASK}", {"report": report, "hash": sheet["values_hash"], "scope": "forestry:2020"})
tell(f"reports/{report}", {"song 05-12 /moves": {"act": "approve"},
     f"zhou 05-20 /issuance{ASK}": {"result": sheet["hash"], "accounts": {VILLAGE: "ZHANKENG-1"}}})
lot = {"serial": call(f"tan 05-20 certificates/issuances/{report}")["lines"][0]["serial"], "quantity": 180}
call("tan 08-18 moves/transfer", lot | {"source": "ZHANKENG-1", "target": "WEITAN-1"})
call("guan 08-18 moves/retirement", lot | {"source": "WEITAN-1", "purpose": "carbon_neutrality", "beneficiary": "云帆会展"})
print(json.dumps(call(f"guan 08-18 certificates/retirements/{call('guan 08-18 retirements')['rows'][-1]['journal']}")))
