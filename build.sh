#!/usr/bin/env bash
# ./build.sh TASK: runs build.ps1 in PowerShell 7.4 or later: an installed pwsh, or else the .NET tool that .config/dotnet-tools.json names.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
export PASSTHROUGHTOOLS_BUILD="./build.sh $*"

fail() {
  echo "$1" >&2
  exit 1
}

# Runs a cmdlet of the modules beside the engine, which a damaged installation may lack.
is_recent() {
  [ "$("$@" -NoProfile -NonInteractive -Command 'if (Test-Path .) { [int]($PSVersionTable.PSVersion -ge [version]"7.4") }')" = 1 ]
}

case "$#:${1:-}" in
  1:build | 1:test | 1:prove | 1:demo | 1:bench | 1:clean) ;;
  *) fail "Give one task: ./build.sh build, test, prove, demo, bench or clean" ;;
esac

cd "$here"
sdk="no SDK"
if command -v dotnet >/dev/null; then sdk=$(dotnet --version) || sdk="no SDK that this folder may use"; fi
case $sdk in
  [1-9][0-9].*) ;;
  *) fail "This needs the .NET SDK 10 or later, and found $sdk. Install it (https://dotnet.microsoft.com/download), then run again: $PASSTHROUGHTOOLS_BUILD" ;;
esac

if command -v pwsh >/dev/null && is_recent pwsh 2>/dev/null; then exec pwsh -NoProfile -NonInteractive -File build.ps1 "$@"; fi

if ! said=$(dotnet tool restore 2>&1) || ! said=$(is_recent dotnet tool run pwsh 2>&1); then
  echo "$said" >&2
  packages=$(dotnet nuget locals global-packages --list)
  tool="${packages#*: }powershell"
  if [ -d "$tool" ]; then fail "PowerShell as a .NET tool is damaged: see above. Remove it and run again: rm -rf '$tool' && $PASSTHROUGHTOOLS_BUILD"; fi
  fail "PowerShell could not be restored as a .NET tool: see above. Check the connection to your NuGet source (dotnet nuget list source), or install PowerShell 7.4 or later (https://aka.ms/powershell), then run again: $PASSTHROUGHTOOLS_BUILD"
fi
exec dotnet tool run pwsh -NoProfile -NonInteractive -File build.ps1 "$@"
