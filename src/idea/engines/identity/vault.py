"""Keeps second-factor secrets encrypted in the database, under a key made of the site's secret.

Encrypts for allauth's authenticators only; passwords and tokens are hashed and never come back.
"""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"idea.identity.vault:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class Vault(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """A copy of the database alone gives nobody a working one-time code."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()
