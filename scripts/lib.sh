# Shared by the scripts beside it. Sourced, not run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

# stop WHAT REMEDY…
stop() {
  printf 'error: %s\n' "$1" >&2
  shift
  for remedy in "$@"; do printf '  %s\n' "$remedy" >&2; done
  exit 2
}

# The folder for downloads and for what Cargo builds, outside the repository: a new clone builds quickly.
cache="${XDG_CACHE_HOME:-$HOME/.cache}/huibao"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$cache/target}"
# build.rs links libc++ there.
if [ "$(uname)" = Darwin ]; then export OPENCC_DYLIB_STDCPP=0; fi
command -v cargo >/dev/null || [ ! -x "$HOME/.cargo/bin/cargo" ] || export PATH="$HOME/.cargo/bin:$PATH"

# debian TEST PACKAGE… : if the test fails, installs the Debian packages where that is possible, and tests again.
debian() {
  local test=$1 sudo=""
  shift
  if eval "$test" >/dev/null 2>&1; then return 0; fi
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" != 0 ]; then
    if sudo -n true 2>/dev/null; then sudo="sudo -n"; else return 1; fi
  fi
  say "installing $*"
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get install -y -qq "$@" >/dev/null 2>&1 ||
    { $sudo apt-get update -qq && $sudo apt-get install -y -qq "$@"; } >/dev/null 2>&1 || return 1
  eval "$test" >/dev/null 2>&1
}
