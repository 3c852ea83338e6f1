#!/bin/sh
# Make or bring up to date an environment: tools/environment.sh FOLDER PYTHON LOCK
# With "lowest" as LOCK it takes the lowest versions that pyproject.toml allows instead of a lock.
set -eu

folder=$1
python=$2
lock=$3

# The machine's own certificates, so that uv works behind an institution's proxy as pip and git do.
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}" UV_NATIVE_TLS="${UV_NATIVE_TLS:-1}"
fi
# Compiled once here, in parallel, rather than during the first run.
export UV_COMPILE_BYTECODE=1 VIRTUAL_ENV="$PWD/$folder"

say() { printf '==> %s\n' "$*"; }

stop() {
    printf '\n' >&2
    printf '%s\n' "$@" >&2
    exit 1
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

version() { "$1" -c 'import sys; print(*sys.version_info[:3], sep=".")'; }

choose_python() {
    is_new_enough "$python" && return
    if [ "$python" = python3 ]; then
        for candidate in python3.14 python3.13 python3.12 python3.11; do
            if is_new_enough "$candidate"; then
                python=$candidate
                return
            fi
        done
    fi
    stop "kyokutei needs Python 3.11 or later; \"$python\" is $("$python" --version 2>/dev/null || echo "not on this machine")." \
        "Where another one is installed, name it: make PYTHON=python3.12 run"
}

make_environment() {
    if [ -x "$folder/bin/python" ] && [ "$(version "$folder/bin/python")" = "$(version "$python")" ]; then
        return
    fi
    rm -rf "$folder"
    say "making $folder with Python $(version "$python")"
    if command -v uv >/dev/null; then
        uv venv --quiet --python "$(command -v "$python")" "$folder"
    elif "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv "$folder"
    elif "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m venv --without-pip "$folder"
    else
        stop "This Python cannot make environments: its module ensurepip is missing." \
            "On Debian or Ubuntu:  sudo apt install python3-venv" \
            "Or install uv, which needs no ensurepip. Then run make again."
    fi
}

# uv of the machine, or else the one that the lock names, checked against its hash.
find_uv() {
    if command -v uv >/dev/null; then
        uv=uv
        return
    fi
    uv="$folder/bin/uv"
    [ -x "$uv" ] && return
    say "uv is not on this machine: installing it into $folder"
    awk '/^[^ #]/ { inside = /^uv==/ } inside' requirements.lock >"$folder/uv.lock"
    if [ -x "$folder/bin/pip" ]; then
        "$folder/bin/python" -m pip install --disable-pip-version-check --require-hashes --requirement "$folder/uv.lock"
    else
        "$python" -m pip --python "$folder/bin/python" install --require-hashes --requirement "$folder/uv.lock"
    fi
}

choose_python
make_environment
find_uv
if [ "$lock" = lowest ]; then
    say "installing the lowest versions that pyproject.toml allows"
    "$uv" pip install --resolution lowest-direct --group build --group test --editable '.[cluster,glass]'
else
    say "installing what $lock names"
    "$uv" pip install --require-hashes --requirement "$lock"
    "$uv" pip install --no-deps --no-build-isolation --editable .
fi
