# Sourced by the scripts beside it: the checkout's folder, its own Python, and the set-up. It does nothing by itself.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
python="$root/.venv/bin/python"

# prepare run|test: make what is missing, or end with the sentence that names the mend.
prepare() {
  local candidate
  for candidate in python3 python3.13 python3.12 python3.11 python3.14; do
    if "$candidate" -c 'import ctypes, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      "$candidate" "$root/scripts/_prepare.py" "$1"
      return
    fi
  done
  echo "Python 3.11 or newer was not found. An administrator can install it with:" \
    "apt-get install python3 python3-venv" >&2
  return 1
}

# refuse SENTENCE: wrong use.
refuse() {
  echo "$1" >&2
  exit 2
}
