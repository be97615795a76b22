# Sourced after lib.sh by the scripts that need a browser: installs Node.js, Chromium and the npm packages of tests/judges
# where they are missing. Sets `judges` (the folder of the packages) and find_browser.
debian '[ "$(node -p "Math.max(18, parseInt(process.versions.node))")" = "$(node -p "parseInt(process.versions.node)")" ]' nodejs ||
  stop "Node.js 18 or later is missing" "Debian, Ubuntu: sudo apt-get install nodejs npm" "macOS: brew install node"
debian 'command -v npm' npm ||
  stop "npm is missing" "Debian, Ubuntu: sudo apt-get install npm" "macOS: it comes with Node.js: brew install node"
find_browser() {
  local name
  for name in chromium chromium-browser google-chrome-stable google-chrome \
    "/Applications/Chromium.app/Contents/MacOS/Chromium" \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if command -v "$name"; then return 0; fi
  done
  return 1
}
debian find_browser chromium ||
  stop "there is no Chromium" "Debian, Ubuntu: sudo apt-get install chromium" "macOS: brew install --cask chromium"

# The npm packages of tests/judges, in the cache under the hash of their lock file.
judges="$cache/judges-$(cksum < tests/judges/package-lock.json | cut -d" " -f1)"
if [ ! -d "$judges" ]; then
  say "fetching the judges"
  rm -rf "$judges.part"
  mkdir -p "$judges.part"
  cp tests/judges/{package.json,package-lock.json,.npmrc} "$judges.part"
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --prefix "$judges.part" --loglevel=error >&2 ||
    stop "the npm packages of tests/judges could not be fetched" \
      "check the network connection and npm's registry settings, then run this again"
  mv "$judges.part" "$judges"
fi
