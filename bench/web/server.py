"""Serves the database that the environment names, raw endpoints included, until it is ended: `python -m bench.web.server`."""

import os

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.web.settings"
    import django

    django.setup()
    from tanpuhui.interfaces.web.server import serve

    serve(port=0)
