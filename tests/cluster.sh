# A PostgreSQL cluster of one's own, thrown away afterwards. To be sourced by tests/run and benches/run:
#
#   start_cluster [-c name=value …]     then $cluster_bin, $cluster_place, $cluster_port and $cluster_url are set
#
# The server programs are looked for in PATH, in /usr/lib/postgresql and where pg_config says. When they are missing and we are
# root, they are installed. As root the server runs as the user postgres.
# shellcheck shell=bash

server_programs() {
    local dir
    for dir in $( (tr ':' '\n' <<<"$PATH"; ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV; pg_config --bindir 2>/dev/null) || true); do
        if [[ -x $dir/initdb && -x $dir/pg_ctl && -x $dir/postgres ]]; then
            echo "$dir"
            return 0
        fi
    done
    return 1
}

find_server_programs() {
    cluster_bin=$(server_programs) && return 0
    if [[ $(id -u) -ne 0 ]] || ! command -v apt-get >/dev/null; then
        echo "$0: PostgreSQL's server programs (initdb, pg_ctl) are needed: install the package 'postgresql'." >&2
        return 1
    fi
    echo "$0: installing PostgreSQL"
    export DEBIAN_FRONTEND=noninteractive
    # No cluster of the package's own, please.
    mkdir -p /etc/postgresql-common
    [[ -e /etc/postgresql-common/createcluster.conf ]] || echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    apt-get update -qq && apt-get install -y -qq postgresql >/dev/null
    cluster_bin=$(server_programs) || { echo "$0: PostgreSQL was installed but initdb is not found." >&2; return 1; }
}

# Postgres refuses to run as root.
as_server() {
    if [[ $(id -u) -ne 0 ]]; then
        "$@"
    elif command -v setpriv >/dev/null; then
        (cd / && setpriv --reuid postgres --regid "$(id -g postgres)" --clear-groups -- "$@")
    elif command -v runuser >/dev/null; then
        (cd / && runuser -u postgres -- "$@")
    else
        (cd / && su -s /bin/sh postgres -c "$(printf '%q ' "$@")")
    fi
}

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}

stop_cluster() {
    [[ -f $cluster_place/data/postmaster.pid ]] &&
        as_server "$cluster_bin/pg_ctl" -D "$cluster_place/data" -m immediate -w stop >/dev/null 2>&1
    rm -rf "$cluster_place"
}

start_cluster() {
    local attempt
    find_server_programs || return 1
    if [[ $(id -u) -eq 0 ]]; then
        id postgres >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin postgres
    fi
    cluster_place=$(mktemp -d "${TMPDIR:-/tmp}/thads-cluster.XXXXXX")
    trap stop_cluster EXIT
    trap 'exit 130' INT TERM
    [[ $(id -u) -eq 0 ]] && chown postgres "$cluster_place"
    as_server "$cluster_bin/initdb" -D "$cluster_place/data" -U thads -A trust -E UTF8 --locale=C \
        >"$cluster_place/initdb.log" 2>&1 || { cat "$cluster_place/initdb.log" >&2; return 1; }
    # fsync stays on: a crash test is about it, and a figure without it would be a lie.
    for attempt in 1 2 3; do
        cluster_port=$(free_port)
        if as_server "$cluster_bin/pg_ctl" -D "$cluster_place/data" -w -t 60 -l "$cluster_place/server.log" \
            -o "-p $cluster_port -c listen_addresses=127.0.0.1 -c unix_socket_directories='$cluster_place' $*" \
            start >/dev/null; then
            cluster_url="postgres://thads@127.0.0.1:$cluster_port/postgres"
            return 0
        fi
    done
    cat "$cluster_place/server.log" >&2
    return 1
}
