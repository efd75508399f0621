#!/usr/bin/env bash
# Every test. Those whose clock is the real one (marked `alone`) have the machine to themselves, but for what only computes:
# the tests of `mou` and of the house run beside them at the lowest priority, in the time they wait. Then the others, on every core.
set -uo pipefail
python="${1:-.venv/bin/python}"
beside="$(mktemp)"
trap 'rm -f "$beside"' EXIT

nice -n 19 "$python" -m pytest -q -m "not alone" -p no:cacheprovider tests/mou tests/house >"$beside" 2>&1 &
"$python" -m pytest -q -m alone
alone=$?
wait $!
computed=$?
cat "$beside"
"$python" -m pytest -q -m "not alone" --ignore=tests/mou --ignore=tests/house -n auto --maxprocesses 4 --dist loadfile
others=$?
exit $((alone || computed || others))
