"""An example of the body of every write, from the story of the demonstration: by the names of what is asked."""

from typing import Any

_HASH = "924ecf86f737b1af6108d0c770c5419b4334de74b0a307c3119ca561b8a5f9cf"
_BOTH = {"zh": "沾坑村林业碳汇（演示）", "en": "Zhankeng forest (demonstration)"}
VALUES: dict[str, Any] = {
    "account": "ZHANKENG-1", "accounts": {"ZHANKENG": "ZHANKENG-1"}, "act": "transfer", "acts": ["transfer"],
    "agent": "DEMO-EXCHANGE", "agreement": _HASH, "allowed": True, "answers": {}, "applicant": "ZHANKENG",
    "approval": 1, "area": "440200", "assurance": "reasonable", "beneficiary": "云帆会展公司 / Yunfan fairs",
    "body": "DEMO-VERIFIER", "buffer": "BUFFER", "calculation": _HASH, "case": "PRJ-2021-000001", "code": "ZHANKENG-1",
    "consultants": [], "credit_code": None, "days": {"first": "2021-04-12", "last": "2021-04-12"},
    "digest": _HASH, "display_name": "谭秋 Tan Qiu", "document": _HASH, "dossier": _HASH,
    "edition": {"zh": "2020年修订版", "en": "2020 revision"}, "en": _BOTH["en"], "ends_on": "2021-12-31",
    "evidence": _HASH, "filer": "DEMO-CEMENT", "first": "2015-01-01", "hash": _HASH, "identity_number": "FICTIONAL0001",
    "items": None,
    "kind": "holding", "last": "2019-12-31", "label": "our accounting", "login": "demo.tan",
    "methodology": "forestry_2020", "name": {"zh": "沾坑村集体持有账户", "en": "Zhankeng's holding"}, "note": "",
    "opinion": "unqualified", "options": {}, "organisation": "ZHANKENG", "other": "DEMO-CEMENT", "owner": "ZHANKENG",
    "owners": {"ZHANKENG": "1"}, "outcome": "accepted", "period": {"first": "2015-01-01", "last": "2019-12-31"},
    "permissions": ["ledger:transfer"], "person": 1, "place": "沾坑村 / Zhankeng", "population": 14, "profile": "demo",
    "project": "PRJ-2021-000001", "purpose": "carbon_neutrality", "quantity": 180, "reason": "已核对 / checked",
    "report": "REP-2021-000001", "result": _HASH, "role": "applicant", "sample": 5, "scope": "forestry:2020",
    "scopes": ["accounts:read"], "series": 1, "signature": _HASH, "signed_by": "谭秋 / Tan Qiu", "source": "ZHANKENG-1",
    "starts_on": None, "table": _HASH, "target": "DEMO-FAIR-1", "text": "已补交 / handed in", "title": _BOTH, "unit_type": "PHCER",
    "user": "demo.tan", "value": "0.1", "vintage": 2015, "visibility": "public", "zh": _BOTH["zh"],
    "valid": {"first": "2021-01-01", "last": "2023-12-31"}, "crediting": {"first": "2015-01-01", "last": "2034-12-31"},
}  # fmt: skip
OF: dict[str, dict[str, Any]] = {
    "admit_organisation": {"code": "ZHANKENG", "kind": "village_collective"}, "register_person": {"name": "谭秋 Tan Qiu"},
    "add_document": {"kind": "benefit_sharing", "name": ""}, "redact_document": {"kind": "tenure_proof", "name": ""},
    "move_project": {"act": "file"}, "move_report": {"act": "file"}, "move_filing": {"act": "forward"},
    "raise_finding": {"kind": "clarification"}, "change_accreditation": {"act": "suspend"},
    "accredit_body": {"scope": ["forestry_2020"]}, "freeze": {"scope": "unit_type", "target": "PHCER"},
    "record_visit": {"kind": "sampling"}, "add_filing_document": {"name": ""},
    "begin_calculation": {"name": "parcels"}, "decide_contested_claim": {"outcome": "both_stand"},
    "adopt_values": {"hash": _HASH}, "publish_notice": {"kind": "decimal"},
}  # fmt: skip
"""What a name stands for in one write, where it is not the usual."""


def body_of(code: str, schema: dict[str, Any], document: Any) -> Any:
    """An example of a body with this schema."""
    return _value("", schema, document, OF.get(code, {}))


def _value(name: str, schema: dict[str, Any], document: Any, special: dict[str, Any]) -> Any:
    schema = _meant(schema, document)
    if schema.get("type") == "object" and "properties" in schema:
        inner = schema["properties"].items()
        return {field: _value(field, of, document, special) for field, of in inner}
    if name in special:
        return special[name]
    fits = VALUES.get(name)
    if fits is not None and _fits(fits, schema):
        return fits
    return _least(name, schema, document, special)


def _meant(schema: dict[str, Any], document: Any) -> dict[str, Any]:
    """The schema that a reference, or the first choice, means."""
    while "$ref" in schema or "allOf" in schema or "anyOf" in schema:
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        else:
            schema = (schema.get("allOf") or schema["anyOf"])[0]
    return schema


_TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}


def _fits(value: Any, schema: dict[str, Any]) -> bool:
    wanted = _TYPES.get(schema.get("type", ""))
    return wanted is None or (isinstance(value, wanted) and (wanted is not int or not isinstance(value, bool)))


def _least(name: str, schema: dict[str, Any], document: Any, special: dict[str, Any]) -> Any:
    """The plainest value of a schema."""
    match schema.get("type"):
        case "array":
            if "prefixItems" in schema:
                return [_value("", one, document, special) for one in schema["prefixItems"]]
            return [_value(name.removesuffix("s"), schema.get("items", {}), document, special)]
        case "object":
            return {}
        case "integer":
            return 1
        case "boolean":
            return False
        case "string":
            return "2021-05-20" if schema.get("format") == "date" else ""
    return None
