# lib.sh - what the scripts share: where the project is, what it needs, and how to build it. Sourced, not run.
# Everything a script misses it installs itself: Debian packages by apt-get (as root or with sudo), Node's by npm.
# When all is present nothing touches the network.
# shellcheck shell=bash
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

# Debian packages: to build and run, to test, to measure.
BUILD_PACKAGES=(gcc libc6-dev meson ninja-build pkg-config python3
    libmicrohttpd-dev libjansson-dev libsqlite3-dev libpq-dev libsodium-dev libutf8proc-dev libicu-dev zlib1g-dev libcsv-dev libmagic-dev
    liboath-dev libqrencode-dev john-data libcjose-dev libssl-dev libcurl4-openssl-dev libical-dev libarchive-dev tzdata)
TEST_PACKAGES=(clang clang-format clang-tidy clang-tools libclang-rt-dev libcmocka-dev postgresql
    haproxy chromium fonts-dejavu-core)
NODE_LEAST=20.19 # what Vite asks for

say() {
    printf '\n== %s\n' "$*"
}

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "needs root to install packages: run as root, install sudo, or install by hand: ${*: -1}"
    fi
}

# need_packages NAME… - install the Debian packages that are not there yet.
need_packages() {
    local missing=() name
    if ! command -v dpkg-query >/dev/null; then
        printf 'This is no Debian: make sure that the equivalents of these are installed: %s\n' "$*"
        return
    fi
    for name in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
    done
    [ ${#missing[@]} = 0 ] && return
    say "Installing Debian packages: ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# node_fits PROGRAM - is this Node new enough?
node_fits() {
    local version
    version=$("$1" --version 2>/dev/null) || return 1
    printf '%s\n%s\n' "$NODE_LEAST" "${version#v}" | sort -V -C
}

# need_node - put a Node of at least NODE_LEAST first on PATH. Debian 12 has 18, which can still fetch a newer one: npm
# carries Node's own program as a package, which goes into build/tools and touches nothing else on the machine.
need_node() {
    local tools="$ROOT/build/tools" cpu
    PATH="$tools/bin:$PATH"
    export PATH
    if node_fits node && command -v npm >/dev/null; then
        return
    fi
    case $(uname -m) in
    x86_64) cpu=x64 ;;
    aarch64) cpu=arm64 ;;
    *) die "needs Node.js $NODE_LEAST or newer on PATH; found $(node --version 2>/dev/null || echo none)" ;;
    esac
    command -v npm >/dev/null || need_packages nodejs npm
    if ! node_fits node; then
        say "Node.js $NODE_LEAST or newer is needed, $(node --version) is here: fetching one into build/tools"
        mkdir -p "$tools/bin"
        npm install --prefix "$tools" --no-save --no-audit --no-fund --loglevel=error "node-linux-$cpu@22" npm@10
        ln -sf "../node_modules/node-linux-$cpu/bin/node" "$tools/bin/node"
        ln -sf ../node_modules/npm/bin/npm-cli.js "$tools/bin/npm"
        ln -sf ../node_modules/npm/bin/npx-cli.js "$tools/bin/npx"
    fi
    hash -r
    node_fits node || die "needs Node.js $NODE_LEAST or newer; found $(node --version 2>/dev/null || echo none)"
}

# node_modules FOLDER - install a folder's npm packages as its lock file says, if that has changed since.
node_modules() {
    local stamp="$1/node_modules/.cardinal-installed"
    if [ -f "$stamp" ] && [ "$stamp" -nt "$1/package-lock.json" ] && [ "$stamp" -nt "$1/package.json" ]; then
        return
    fi
    say "Installing npm packages of $1"
    (cd "$1" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error)
    touch "$stamp"
}

# build_server FOLDER [MESON OPTION…] - configure once and build; ninja itself knows what is stale.
build_server() {
    local folder=$1
    shift
    if [ ! -f "$folder/build.ninja" ]; then
        say "Configuring $folder"
        meson setup "$folder" "$@" >"$folder.setup.log" 2>&1 || {
            cat "$folder.setup.log"
            die "meson setup failed"
        }
        rm -f "$folder.setup.log"
    fi
    ninja -C "$folder" ${NINJA_JOBS:+-j "$NINJA_JOBS"} --quiet
}

# build_web - the browser client into web/dist, when a source is newer than what is there.
build_web() {
    local stamp=web/dist/index.html
    if [ -f "$stamp" ] && [ -z "$(find web -path web/node_modules -prune -o -path web/dist -prune -o \
        -type f -newer "$stamp" -print -quit)" ]; then
        return
    fi
    need_node
    node_modules web
    say "Building the web client"
    (cd web && npm run --silent build)
}
