"""The web entrance that granian serves (PEP 3333)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idea.project.settings")
application = get_wsgi_application()
