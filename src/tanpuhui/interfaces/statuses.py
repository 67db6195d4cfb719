"""The HTTP status of each refusal, for site and API alike."""

from tanpuhui.core.refusals import Refusal

STATUS = {
    "page_not_found": 404,
    "endpoint_unknown": 404,
    "party_not_found": 404,
    "evidence_not_found": 404,
    "unknown_option": 400,
    "unknown_input_table": 400,
    "not_issued": 404,
    "no_retirement": 404,
    "method_not_allowed": 405,
    "token_needed": 401,
    "page_not_yours": 403,
    "no_seat": 403,
    "not_invitable": 403,
    "form_not_ours": 403,
    "not_permitted": 403,
    "scope_not_yours": 403,
    "not_a_member": 403,
    "signed_anew_needed": 403,
    "person_not_identified": 403,
    "standing_not_yours": 403,
    "approval_not_yours": 403,
    "proof_needed": 403,
    "proof_wrong": 403,
    "proof_tried_too_often": 429,
    "parameter_unknown": 422,
    "key_reused": 409,
    "draft_changed": 412,
    "call_too_large": 413,
    "evidence_too_large": 413,
    "media_type_unknown": 415,
    "body_malformed": 422,
    "request_not_understood": 422,
    "body_too_large": 413,
    "too_many_requests": 429,
    "too_many_tries": 429,
    "page_crashed": 500,
    "register_not_open": 503,
    "register_unreachable": 503,
}


def status_of(refusal: Refusal) -> int:
    """The status of a refusal."""
    return status_of_code(refusal.code)


def status_of_code(code: str) -> int:
    """404 for what is not there, 400 for what cannot be meant, or as `STATUS` says."""
    return STATUS.get(code, 404 if code.startswith("unknown_") else 400)
