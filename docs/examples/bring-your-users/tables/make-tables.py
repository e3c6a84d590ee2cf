"""Writes the tables beside it, as the applications of Python do. README.md says how."""

import base64
import hashlib
import json
import pathlib
import secrets

import argon2
import django
import passlib.context
import werkzeug.security
from django.conf import settings
from django.contrib.auth import hashers

settings.configure()
here = pathlib.Path(__file__).parent


def write(name, rows):
    (here / f"{name}.json").write_text(json.dumps(rows, indent=2) + "\n")


def django_scrypt(password):
    """ScryptPasswordHasher of Django 5.2: 3.2 has none."""
    salt = secrets.token_hex(11)
    key = hashlib.scrypt(password.encode(), salt=salt.encode(), n=2**14, r=8, p=5, maxmem=2**26, dklen=64)
    return f"scrypt$16384${salt}$8$5${base64.b64encode(key).decode()}"


def django_row(pk, username, password, is_active=True):
    row = {"id": pk, "password": password, "last_login": None, "is_superuser": False, "username": username}
    names = {"first_name": username.title(), "last_name": "", "email": f"{username}@example.com"}
    return row | names | {"is_staff": False, "is_active": is_active, "date_joined": "2021-03-04T05:06:07Z"}


# The rounds of Django 5.2; its SHA-1 hasher has as many.
pbkdf2, pbkdf2_sha1 = hashers.PBKDF2PasswordHasher(), hashers.PBKDF2SHA1PasswordHasher()
write(
    "django",
    [
        django_row(1, "ada", pbkdf2.encode("ada-password", secrets.token_hex(11), 1_000_000)),
        django_row(2, "barbara", pbkdf2.encode("barbara-password", secrets.token_hex(11), 260_000), is_active=False),
        django_row(3, "dennis", pbkdf2_sha1.encode("dennis-password", secrets.token_hex(11), 1_000_000)),
        django_row(4, "grace", hashers.make_password("grace-password", hasher=hashers.Argon2PasswordHasher())),
        django_row(5, "ken", hashers.make_password("ken-password", hasher=hashers.BCryptPasswordHasher())),
        django_row(6, "linus", hashers.make_password("linus-password", hasher=hashers.BCryptSHA256PasswordHasher())),
        django_row(7, "margaret", django_scrypt("margaret-password")),
        # What Django stores for a user without a password.
        django_row(8, "nobody", hashers.make_password(None)),
    ],
)

context = passlib.context.CryptContext(schemes=["bcrypt"], deprecated="auto")
write(
    "fastapi-2023",
    {
        username: {
            "username": username,
            "full_name": full_name,
            "email": f"{username}@example.com",
            "hashed_password": context.hash(password),
            "disabled": disabled,
        }
        for username, full_name, password, disabled in (
            ("johndoe", "John Doe", "secret", False),
            ("alice", "Alice Chains", "secretalice", True),
        )
    },
)

# pwdlib's Argon2Hasher is argon2-cffi's PasswordHasher with these.
pwdlib = argon2.PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4, hash_len=32, salt_len=16)
write(
    "fastapi-today",
    {
        "jane": {
            "username": "jane",
            "full_name": "Jane Roe",
            "email": "jane@example.com",
            "hashed_password": pwdlib.hash("jane-password"),
            "disabled": False,
        }
    },
)


def werkzeug_scrypt(password):
    """generate_password_hash of Werkzeug 3: 2.2 has none."""
    salt = werkzeug.security.gen_salt(16)
    key = hashlib.scrypt(password.encode(), salt=salt.encode(), n=2**15, r=8, p=1, maxmem=2**26)
    return f"scrypt:32768:8:1${salt}${key.hex()}"


write(
    "flask",
    [
        {
            "id": 1,
            "username": "tim",
            "email": "tim@example.com",
            "password_hash": werkzeug_scrypt("tim-password"),
        },
        {
            "id": 2,
            "username": "vint",
            "email": "vint@example.com",
            "password_hash": werkzeug.security.generate_password_hash("vint-password", "pbkdf2:sha256:600000", 16),
        },
    ],
)
