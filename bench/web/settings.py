"""The product's settings, with the raw endpoints of the bench beside its addresses."""

from tanpuhui.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.web.urls"
