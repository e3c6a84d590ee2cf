"""The tutorial's way: OAuth2PasswordBearer, SecurityScopes and python-jose, with a route for everybody beside it."""

import socket
import sys

import uvicorn
from fastapi import FastAPI, HTTPException, Security
from fastapi.security import OAuth2PasswordBearer, SecurityScopes
from jose import JWTError, jwt
from fastapi import Depends

SECRET = sys.argv[1]
app = FastAPI()
bearer = OAuth2PasswordBearer(tokenUrl="token", scopes={"me": "", "items": ""})


async def current_user(security_scopes: SecurityScopes, token: str = Depends(bearer)):
    try:
        claims = jwt.decode(token, SECRET, algorithms=["HS256"])
    except JWTError:
        raise HTTPException(status_code=401, detail="Could not validate credentials")
    for scope in security_scopes.scopes:
        if scope not in claims.get("scope", "").split(" "):
            raise HTTPException(status_code=401, detail="Not enough permissions")
    return claims


@app.get("/open")
async def everybody():
    return {"status": "ok"}


@app.get("/me")
async def me(user=Security(current_user, scopes=["me"])):
    return {"status": "ok"}


listener = socket.socket()
listener.bind(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False)).run(sockets=[listener])
