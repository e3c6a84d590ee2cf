import os
from datetime import datetime, timedelta, timezone

import jwt
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Security
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm, SecurityScopes
from passlib.context import CryptContext

from store import connect

SECRET_KEY = os.environ["SECRET_KEY"]
SCOPES = {"notes:read": "Read notes.", "notes:write": "Delete notes.", "admin": "See who has notes."}

pwd_context = CryptContext(schemes=["bcrypt"], deprecated="auto")
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token", scopes=SCOPES)
oauth2_optional = OAuth2PasswordBearer(tokenUrl="token", scopes=SCOPES, auto_error=False)


def get_db():
    db = connect()
    try:
        yield db
    finally:
        db.close()


def user_of(token: str, scopes: SecurityScopes, db):
    challenge = f'Bearer scope="{scopes.scope_str}"' if scopes.scopes else "Bearer"
    refused = HTTPException(401, "Could not validate credentials", {"WWW-Authenticate": challenge})
    try:
        claims = jwt.decode(token, SECRET_KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        raise refused
    user = db.users.get(claims.get("sub"))
    if user is None:
        raise refused
    for scope in scopes.scopes:
        if scope not in claims.get("scopes", []):
            raise HTTPException(401, "Not enough permissions", {"WWW-Authenticate": challenge})
    return user


def get_current_user(security_scopes: SecurityScopes, token: str = Depends(oauth2_scheme), db=Depends(get_db)):
    return user_of(token, security_scopes, db)


def get_active_user(user=Security(get_current_user)):
    if user["disabled"]:
        raise HTTPException(400, "Inactive user")
    return user


def get_visitor(security_scopes: SecurityScopes, token: str = Depends(oauth2_optional), db=Depends(get_db)):
    return user_of(token, security_scopes, db) if token else None


def get_own_note(note_id: int, user=Security(get_active_user, scopes=["notes:write"]), db=Depends(get_db)):
    note = db.notes.get(note_id)
    if note is None or note["owner"] != user["username"]:
        raise HTTPException(404, "No such note")
    return note


app = FastAPI()
admin = APIRouter(prefix="/admin", dependencies=[Security(get_active_user, scopes=["admin"])])


@app.post("/token")
def login(form: OAuth2PasswordRequestForm = Depends(), db=Depends(get_db)):
    user = db.users.get(form.username)
    if user is None or not pwd_context.verify(form.password, user["hashed_password"]):
        raise HTTPException(400, "Incorrect username or password")
    scopes = [scope for scope in form.scopes if scope in user["scopes"]]
    expire = datetime.now(timezone.utc) + timedelta(minutes=30)
    token = jwt.encode({"sub": user["username"], "scopes": scopes, "exp": expire}, SECRET_KEY, algorithm="HS256")
    return {"access_token": token, "token_type": "bearer"}


@app.get("/")
def greet(user=Depends(get_visitor)):
    return {"hello": user["username"] if user else "stranger"}


@app.get("/notes")
def list_notes(user=Security(get_active_user, scopes=["notes:read"]), db=Depends(get_db)):
    return [note for note in db.notes.values() if note["owner"] == user["username"]]


@app.delete("/notes/{note_id}")
def delete_note(note=Depends(get_own_note), db=Depends(get_db)):
    del db.notes[note["id"]]
    return {"deleted": note["id"]}


@admin.get("/owners")
def owners(db=Depends(get_db)):
    return sorted({note["owner"] for note in db.notes.values()})


app.include_router(admin)
