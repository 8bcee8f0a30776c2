"""What Django needs before any of it is used."""

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"], ROOT_URLCONF="django_app", SECRET_KEY="tests", USE_I18N=False
)
django.setup()
