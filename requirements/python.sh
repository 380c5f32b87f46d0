#!/bin/sh
# Print the Python to make .venv/ from: $PYTHON when it is set, else the first of the usual names
# that is new enough and can make environments. When there is none, say on stderr what was found,
# what is missing and how to get it.
set -u

# Also runs under Pythons of long ago, so that they can say how old they are.
probe='
import sys
if sys.version_info < (3, 11):
    sys.exit("is Python %d.%d.%d, too old" % tuple(sys.version_info[:3]))
try:
    import ensurepip, venv
except ImportError:
    sys.exit("is Python %d.%d, but without its venv module" % tuple(sys.version_info[:2]))
print(sys.executable)
'

found=''
for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    path=$(command -v "$name") || continue
    if answer=$("$path" -c "$probe" 2>&1); then
        printf '%s\n' "$answer"
        exit 0
    fi
    found="$found  $path ${answer:-does not run}
"
done

{
    printf 'PTM Atlas needs Python 3.11 or newer, with its venv module.\n'
    if [ -n "$found" ]; then
        printf 'Found, but not fit:\n%s' "$found"
    elif [ -n "${PYTHON:-}" ]; then
        printf 'PYTHON=%s names no program.\n' "$PYTHON"
    else
        printf 'No Python was found.\n'
    fi
    printf 'How to get it:\n'
    printf '  Debian, Ubuntu   sudo apt install python3 python3-venv\n'
    printf '  Fedora           sudo dnf install python3\n'
    printf '  macOS            brew install python3\n'
    printf '  elsewhere        https://www.python.org/downloads/\n'
    printf 'If it is there under another name: make PYTHON=/path/to/python ...\n'
} >&2
exit 1
