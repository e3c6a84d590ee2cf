USERS = {
    "johndoe": {
        "username": "johndoe",
        "disabled": False,
        "scopes": ["notes:read", "notes:write"],
        "hashed_password": "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",  # secret
    },
    "alice": {
        "username": "alice",
        "disabled": True,
        "scopes": ["notes:read"],
        "hashed_password": "$2b$12$gSvqqUPvlXP2tfVFaWK1Be7DlH.PKZbv5H8KnzzVgXXbVxpva.pFm",  # secretalice
    },
}
NOTES = {1: {"id": 1, "owner": "johndoe", "text": "Buy milk"}, 2: {"id": 2, "owner": "alice", "text": "Call John"}}


class Connection:
    users = USERS
    notes = NOTES

    def close(self):
        pass


def connect():
    return Connection()
