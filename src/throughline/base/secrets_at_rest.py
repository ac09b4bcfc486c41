"""Small secrets as the database keeps them: sealed with a key made from the site's secret key."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def open_sealed(sealed: str) -> str:
    """What was sealed with today's secret key or a former one (SECRET_KEY_FALLBACKS). InvalidToken otherwise."""
    return _keys().decrypt(sealed.encode()).decode()


def _keys() -> MultiFernet:
    return MultiFernet(
        [_key(str(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(secret: str) -> Fernet:
    made = HKDF(hashes.SHA256(), length=32, salt=None, info=b"throughline second factor")
    return Fernet(base64.urlsafe_b64encode(made.derive(secret.encode())))
