#!/usr/bin/env bash
# Makes the environment in .venv from the lock, and installs the Debian packages that help where apt may be used.
set -euo pipefail
python="${1:-python3}"

"$python" - <<'PY' || { echo "Python 3.11 or newer is needed: install it, or say which with PYTHON=…" >&2; exit 1; }
import sys
raise SystemExit(sys.version_info < (3, 11))
PY

if [ ! -x .venv/bin/python ]; then
    "$python" -m venv .venv || { echo "The venv module is missing: install python3-venv, then run this again." >&2; exit 1; }
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

# What each package is for, and what happens without it.
declare -A without=(
    [apertium-eng-spa]="translations are not drafted: the reviewers write every one of them (MOU_TRANSLATION=human)"
    [chromium]="tests that look at pages in a browser are replaced by checks of their markup"
)
missing=()
for package in "${!without[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

privileged=()
if [ "$(id -u)" -ne 0 ]; then
    if sudo -n true 2>/dev/null; then privileged=(sudo -n); else privileged=(false); fi
fi
if command -v apt-get >/dev/null && [ "${privileged[*]-}" != "false" ]; then
    "${privileged[@]}" apt-get update -qq >/dev/null 2>&1 || true
    "${privileged[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1 || true
fi
for package in "${missing[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" && continue
    echo "Not installed: $package. Without it, ${without[$package]}. Everything else works." >&2
done
