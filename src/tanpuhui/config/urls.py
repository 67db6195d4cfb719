"""Addresses of the site."""

from django.urls import URLResolver, include, path
from django.urls.resolvers import URLPattern

from tanpuhui.core.text import LANGS
from tanpuhui.interfaces.web import doors, frame

urlpatterns: list[URLPattern | URLResolver] = [
    path("", doors.root),
    path("healthz", doors.health),
    *(path(f"{lang}/", include((frame.addresses(), "web"), namespace=lang)) for lang in LANGS),
]

handler400 = "tanpuhui.interfaces.web.errors.bad_request"
handler404 = "tanpuhui.interfaces.web.errors.not_found"
handler500 = "tanpuhui.interfaces.web.errors.server_error"
