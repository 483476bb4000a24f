#!/usr/bin/env bash
# ./build.sh TASK: runs build.ps1 in PowerShell 7.4 or later: an installed pwsh, or else the .NET tool that .config/dotnet-tools.json names.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off

fail() {
  echo "$1" >&2
  exit 1
}

is_recent() { "$@" -NoProfile -NonInteractive -Command 'exit [int]($PSVersionTable.PSVersion -lt [version]"7.4")'; }

sdk=$(cd "$here" && dotnet --version 2>/dev/null) || sdk=none
case $sdk in
  none | [0-9].*) fail "This needs the .NET SDK 10 or later, and finds $sdk. Install it (https://dotnet.microsoft.com/download), then run again: ./build.sh $*" ;;
esac

if command -v pwsh >/dev/null && is_recent pwsh 2>/dev/null; then exec pwsh -NoProfile -NonInteractive -File "$here/build.ps1" "$@"; fi

cd "$here"
if ! said=$(dotnet tool restore 2>&1); then
  echo "$said" >&2
  fail "PowerShell could not be restored as a .NET tool: see above. Let this machine reach a NuGet package source (dotnet nuget list source), or install PowerShell 7.4 or later (https://aka.ms/powershell), then run again: ./build.sh $*"
fi
if ! said=$(is_recent dotnet tool run pwsh 2>&1); then
  echo "$said" >&2
  packages=$(dotnet nuget locals global-packages --list)
  fail "PowerShell was restored as a .NET tool and does not start: see above. Remove it, and run again: rm -rf '${packages#*: }powershell' && ./build.sh $*"
fi
exec dotnet tool run pwsh -NoProfile -NonInteractive -File build.ps1 "$@"
