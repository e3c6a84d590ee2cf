#!/usr/bin/env bash
# Runs a command with a Redis and a PostgreSQL of its own, both on loopback and both gone afterwards.
# They are Debian's: apt-get install redis-server postgresql
set -euo pipefail

folder=$(mktemp -d)
free_port() {
  node -e "const s = net.createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close() })"
}
redis_port=$(free_port)
postgres_bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | sort -V | tail -1)")

# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi
}
stop() {
  redis-cli -p "$redis_port" shutdown nosave >/dev/null 2>&1 || true
  as_postgres "$postgres_bin/pg_ctl" --pgdata "$folder/postgres" --mode immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT

if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
cd "$folder"
redis-server --port "$redis_port" --bind 127.0.0.1 --save '' --dir "$folder" --daemonize yes >/dev/null
# It forks before it listens, and one that finds its port taken only says so to its log. Ours knows its folder.
for _ in $(seq 100); do
  if [ "$(redis-cli -p "$redis_port" config get dir 2>/dev/null | tail -1)" = "$folder" ]; then break; fi
  sleep 0.1
done
redis-cli -p "$redis_port" config get dir | grep --quiet "$folder" || { echo "Redis does not listen on $redis_port" && exit 1; } >&2
# Only now: a port that Redis has is not given out again.
postgres_port=$(free_port)
as_postgres "$postgres_bin/initdb" --pgdata "$folder/postgres" --auth trust --username postgres --no-sync >/dev/null
as_postgres "$postgres_bin/pg_ctl" --pgdata "$folder/postgres" --wait --log "$folder/postgres.log" \
  --options "-p $postgres_port -h 127.0.0.1 -k $folder -c fsync=off" start >/dev/null || { cat "$folder/postgres.log" && exit 1; } >&2
cd "$OLDPWD"

export TEST_REDIS_URL=redis://127.0.0.1:$redis_port
export TEST_DATABASE_URL=postgres://postgres@127.0.0.1:$postgres_port/postgres
"$@"
