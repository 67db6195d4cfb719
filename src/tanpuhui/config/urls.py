"""Addresses: the site below its two languages, and what has none."""

from django.urls import URLResolver, include, path
from django.urls.resolvers import URLPattern

from tanpuhui.interfaces.api.app import build
from tanpuhui.interfaces.web import doors, frame, login
from tanpuhui.interfaces.web.languages import Prefix

urlpatterns: list[URLPattern | URLResolver] = [
    path("", doors.root),
    path("healthz", doors.health),
    path("api/v1/", build().urls),
    URLResolver(Prefix(), [*frame.addresses(), path("account/", include(login.ADDRESSES))]),
]

handler400 = "tanpuhui.interfaces.web.errors.bad_request"
handler403 = "tanpuhui.interfaces.web.errors.forbidden"
handler404 = "tanpuhui.interfaces.web.errors.not_found"
handler429 = "tanpuhui.interfaces.web.errors.too_many"
handler500 = "tanpuhui.interfaces.web.errors.server_error"
