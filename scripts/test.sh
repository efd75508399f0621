#!/usr/bin/env bash
# Every test. Those whose clock is the real one (marked `alone`) have the machine to themselves, but for tests that wait for no
# clock: these run beside them at the lowest priority, in the time they wait. Then the others, on every core.
set -uo pipefail
python="${1:-.venv/bin/python}"
clockless=(tests/mou tests/house tests/scripts tests/web tests/adapters/postgres)
beside="$(mktemp)"
trap 'rm -f "$beside"' EXIT

nice -n 19 "$python" -m pytest -q -m "not alone" -p no:cacheprovider "${clockless[@]}" >"$beside" 2>&1 &
"$python" -m pytest -q -m alone
alone=$?
wait $!
beside_them=$?
cat "$beside"
"$python" -m pytest -q -m "not alone" "${clockless[@]/#/--ignore=}" -n auto --maxprocesses 4 --dist loadfile
others=$?
exit $((alone || beside_them || others))
