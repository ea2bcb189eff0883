#!/bin/sh
# A browser for the page's tests: the system's Chromium, else Debian's by apt where we may, else
# Playwright's own. $1 is the Python that has Playwright.
set -u
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then sudo=""; else sudo="sudo -n"; fi
  echo "Installing Debian's chromium …"
  if $sudo apt-get update -qq >/dev/null 2>&1 && $sudo apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1; then
    exit 0
  fi
fi
echo "Trying Playwright's own Chromium …"
if "$1" -m playwright install chromium >/dev/null 2>&1; then exit 0; fi
echo "No browser could be installed: the page's tests cannot run."
echo "Install Chromium yourself (apt install chromium, or your system's package), then run make test again."
exit 1
