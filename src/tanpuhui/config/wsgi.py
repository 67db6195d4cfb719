"""The site as a WSGI application, with its own files."""

import os

from django.core.wsgi import get_wsgi_application

from tanpuhui.interfaces.web.assets import with_assets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanpuhui.config.settings")
application = with_assets(get_wsgi_application())
