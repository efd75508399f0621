#!/usr/bin/env bash
# Makes the environment in .venv from the lock, and installs the Debian packages that help where apt may be used.
set -euo pipefail
python="${1:-python3}"

"$python" - <<'PY' || { echo "Python 3.11 or newer is needed: install it, or say which with PYTHON=…" >&2; exit 1; }
import sys
raise SystemExit(sys.version_info < (3, 11))
PY

# Installs Debian packages where that may be done without a question; whether it could is seen afterwards.
install_packages() {
    local privileged=()
    command -v apt-get >/dev/null || return 0
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || return 0
        privileged=(sudo -n)
    fi
    "${privileged[@]}" apt-get update -qq >/dev/null 2>&1 || true
    "${privileged[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 || true
}

# Debian's Python without python3-venv leaves half an environment behind, one without pip: it is made anew.
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    rm -rf .venv
    "$python" -m venv .venv >/dev/null 2>&1 || {
        install_packages python3-venv
        rm -rf .venv
        "$python" -m venv .venv || {
            rm -rf .venv
            echo "The venv module of $python is missing: install python3-venv (or, for another Python, its own), then run this again." >&2
            exit 1
        }
    }
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

# What each package is for, and what happens without it.
declare -A without=(
    [apertium-eng-spa]="translations are not drafted: the reviewers write every one of them (MOU_TRANSLATION=human)"
)
missing=()
for package in "${!without[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

install_packages "${missing[@]}"
for package in "${missing[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" && continue
    echo "Not installed: $package. Without it, ${without[$package]}. Everything else works." >&2
done
