"""The product's addresses and, below `raw/`, what is compared with them."""

from django.urls import URLResolver, path
from django.urls.resolvers import URLPattern

from bench.web.raw import api
from tanpuhui.config import urls as product

urlpatterns: list[URLPattern | URLResolver] = [*product.urlpatterns, path("raw/", api.urls)]
handler404, handler500 = product.handler404, product.handler500
