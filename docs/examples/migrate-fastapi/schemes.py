import os
from secrets import compare_digest

import jwt
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from fastapi.security import APIKeyHeader, HTTPBasic, HTTPBearer, OAuth2PasswordBearer
from pydantic import BaseModel

SECRET_KEY = os.environ["SECRET_KEY"]
KEYS = {"key-of-reports": "reports"}

oauth2_optional = OAuth2PasswordBearer(tokenUrl="token", auto_error=False)
api_key = APIKeyHeader(name="X-API-Key")
api_key_optional = APIKeyHeader(name="X-API-Key", auto_error=False)
basic = HTTPBasic()
bearer = HTTPBearer()


class NotYours(Exception):
    pass


class Post(BaseModel):
    id: int
    author: str


app = FastAPI()


@app.exception_handler(NotYours)
def not_yours(request: Request, error: NotYours):
    return JSONResponse({"error": {"code": "not_yours"}}, status_code=403)


def user_of(token: str):
    try:
        return jwt.decode(token, SECRET_KEY, algorithms=["HS256"])["sub"]
    except jwt.InvalidTokenError:
        raise HTTPException(401, "Could not validate credentials", {"WWW-Authenticate": "Bearer"})


def get_reader(token=Depends(oauth2_optional)):
    try:
        return user_of(token) if token else None
    except HTTPException:
        return None


def get_service(key=Depends(api_key)):
    if key not in KEYS:
        raise HTTPException(403, "Could not validate API key")
    return KEYS[key]


def get_caller(token=Depends(oauth2_optional), key=Depends(api_key_optional)):
    if token:
        return user_of(token)
    if key in KEYS:
        return KEYS[key]
    raise HTTPException(401, "Not authenticated", {"WWW-Authenticate": "Bearer"})


def get_operator(sent=Depends(basic)):
    if not compare_digest(f"{sent.username}:{sent.password}".encode(), b"ops:swordfish"):
        raise HTTPException(401, "Incorrect username or password", {"WWW-Authenticate": "Basic"})
    return sent.username


def get_cron(sent=Depends(bearer)):
    if not compare_digest(sent.credentials.encode(), b"cron-token"):
        raise HTTPException(403, "Invalid token")
    return "cron"


@app.get("/feed")
def feed(reader=Depends(get_reader)):
    return {"hello": reader or "stranger"}


@app.get("/metrics")
def metrics(service=Depends(get_service)):
    return {"service": service}


@app.get("/reports")
def reports(caller=Depends(get_caller)):
    return {"caller": caller}


@app.get("/ops")
def ops(operator=Depends(get_operator)):
    return {"operator": operator}


@app.get("/cron")
def cron(name=Depends(get_cron)):
    return {"ran": name}


@app.post("/posts", response_model=Post, status_code=201, tags=["posts"], operation_id="add_post")
def add_post(caller=Depends(get_caller)):
    return {"id": 1, "author": caller}


def get_post(post_id: int):
    if post_id != 1:
        raise HTTPException(404, "No such post")
    return {"id": 1, "author": "johndoe"}


@app.get("/posts/{post_id}")
def read_post(post=Depends(get_post), caller=Depends(get_caller)):
    return post


@app.delete("/posts/{post_id}")
def delete_post(post_id: int, caller=Depends(get_caller)):
    raise NotYours()
