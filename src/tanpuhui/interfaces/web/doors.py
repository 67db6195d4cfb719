"""The two addresses outside the languages: the root, which sends people to theirs, and the health of the register."""

import logging

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from tanpuhui.apps.records import guards
from tanpuhui.interfaces.web.languages import preferred

log = logging.getLogger(__name__)


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """To the start page in the language that the browser asks for."""
    response = HttpResponseRedirect(f"/{preferred(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the database answers and every guard is in place; 200 if so, 503 if not. Names no cause to strangers."""
    told: dict[str, object] = {"database": False, "guards": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM ledger_register LIMIT 1")
        told |= {"database": True, "guards": not guards.missing()}
    except DatabaseError:
        log.exception("the database cannot be read")
    well = all(told.values())
    response = JsonResponse({"status": "ok" if well else "failing", **told}, status=200 if well else 503)
    response["Cache-Control"] = "no-store"
    return response
