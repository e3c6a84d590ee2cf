"""Makes more-password-hashes.json: see README.md for the command. Salts are fixed, so that it makes the same again."""

import base64
import hashlib
import json
import sys

import argon2
import bcrypt
import django
import passlib
import passlib.hash
import werkzeug
import werkzeug.security
from django.conf import settings
from django.contrib.auth import hashers as django_hashers

settings.configure()

PASSWORDS = ["secret", "pässwörd 🔑", "e\u0301 \ufb01 \uff11", "x" * 73, "ü" * 600, " ", "\t$:,"]
SALT = b"0123456789abcdef"
BCRYPT_SALT = "abcdefghijklmnopqrstuu"

PASSLIB = f"passlib {passlib.__version__}"
DJANGO = f"Django {django.__version__}"
WERKZEUG = f"Werkzeug {werkzeug.__version__}"
CFFI = f"argon2-cffi {argon2.__version__}"


def with_passlib(password):
    bcrypt_sha256 = passlib.hash.bcrypt_sha256.using(rounds=4, salt=BCRYPT_SALT)
    yield "passlib-bcrypt-sha256", bcrypt_sha256.using(version=2).hash(password)
    yield "passlib-bcrypt-sha256", bcrypt_sha256.using(version=1).hash(password)
    for name, digest in (("sha256", passlib.hash.pbkdf2_sha256), ("sha512", passlib.hash.pbkdf2_sha512)):
        yield f"passlib-pbkdf2-{name}", digest.using(rounds=29, salt=SALT).hash(password)
        yield f"passlib-pbkdf2-{name}", digest.using(rounds=29, salt=b"\xfb\xef\xbe").hash(password)
    yield "passlib-scrypt", passlib.hash.scrypt.using(rounds=4, block_size=8, parallelism=3, salt=SALT).hash(password)
    for kind in ("ID", "I"):
        hasher = passlib.hash.argon2.using(type=kind, memory_cost=64, rounds=2, parallelism=3, salt=SALT)
        yield "argon2", hasher.hash(password)


def with_argon2_cffi(password):
    for kind in (argon2.Type.ID, argon2.Type.I):
        # The length of keys that version 20 and earlier, and Django 3.1 and earlier, made.
        for length in (16, 64):
            made = argon2.low_level.hash_secret(password.encode(), SALT[:8], 1, 64, 1, length, kind)
            yield "argon2", made.decode()


def with_django(password):
    pbkdf2, pbkdf2_sha1 = django_hashers.PBKDF2PasswordHasher(), django_hashers.PBKDF2SHA1PasswordHasher()
    yield "django-pbkdf2_sha256", pbkdf2.encode(password, "Salt1/+_", 31)
    yield "django-pbkdf2_sha1", pbkdf2_sha1.encode(password, "Salt1/+_", 31)
    bcrypt_salt = f"$2b$04${BCRYPT_SALT}".encode()
    yield "django-bcrypt_sha256", django_hashers.BCryptSHA256PasswordHasher().encode(password, bcrypt_salt)
    yield "django-bcrypt", django_hashers.BCryptPasswordHasher().encode(password, bcrypt_salt)
    argon2_hasher = django_hashers.Argon2PasswordHasher()
    argon2_hasher.time_cost, argon2_hasher.memory_cost, argon2_hasher.parallelism = 2, 64, 8
    yield "django-argon2", argon2_hasher.encode(password, "somesalt1234")


def like_django_4(password):
    """ScryptPasswordHasher.encode of Django 4.0, which Debian does not have yet."""
    key = hashlib.scrypt(password.encode(), salt=b"somesalt1234", n=16, r=8, p=5, dklen=64)
    yield "django-scrypt", f"scrypt$16$somesalt1234$8$5${base64.b64encode(key).decode()}"


def with_werkzeug(password):
    werkzeug.security.gen_salt = lambda length: "a1B2c3D4e5F6g7H8"[:length]
    for method in ("sha256", "sha1", "sha512"):
        yield "werkzeug-pbkdf2", werkzeug.security.generate_password_hash(password, f"pbkdf2:{method}:37", 16)


def like_werkzeug_2_3(password):
    """_hash_internal of Werkzeug 2.3, which Debian does not have yet."""
    key = hashlib.scrypt(password.encode(), salt=b"a1B2c3D4e5F6g7H8", n=16, r=8, p=1, dklen=64)
    yield "werkzeug-scrypt", f"scrypt:16:8:1$a1B2c3D4e5F6g7H8${key.hex()}"


def with_bcrypt(password):
    for kind in ("2a", "2b"):
        yield "bcrypt", bcrypt.hashpw(password.encode(), f"${kind}$04${BCRYPT_SALT}".encode()).decode()


MAKERS = {
    with_passlib: PASSLIB,
    with_argon2_cffi: CFFI,
    with_django: DJANGO,
    like_django_4: "format of Django >= 4.0, computed with hashlib",
    with_werkzeug: WERKZEUG,
    like_werkzeug_2_3: "format of Werkzeug >= 2.3, computed with hashlib",
    with_bcrypt: f"bcrypt {bcrypt.__version__}",
}

vectors = [
    {"format": kind, "password": password, "hash": made, "made by": maker}
    for make, maker in MAKERS.items()
    for password in PASSWORDS
    for kind, made in make(password)
]
json.dump({"vectors": vectors}, sys.stdout, ensure_ascii=False, indent=1)
print()
