#!/usr/bin/env bash
# ./build.sh <build|test|demo|bench|clean>: the tasks of build.ps1, for a machine that may have no PowerShell.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off

# An installed pwsh, else PowerShell as a .NET tool in .tools/, else nothing.
find_engine() {
  if command -v pwsh; then return; fi
  if [ ! -x .tools/pwsh ]; then
    timeout 300 dotnet tool install PowerShell --tool-path .tools >/dev/null 2>&1 || return 0
  fi
  if [ -x .tools/pwsh ]; then echo "$PWD/.tools/pwsh"; fi
}

has_postgres() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

build() { dotnet build PassthroughTools.sln -c Release -v quiet; }

test_all() {
  build
  local engine log status=0
  engine=$(find_engine)
  log=$(mktemp)
  PASSTHROUGHTOOLS_ENGINE="$engine" dotnet test PassthroughTools.sln -c Release --no-build 2>&1 | tee "$log" || status=1
  if [ -z "$engine" ]; then
    echo "SKIPPED: the Pester suite and every test that hosts an engine, since this machine has no PowerShell (pwsh) and none could be installed as a .NET tool. No cmdlet was run."
  elif ! "$engine" -NoProfile -NonInteractive -Command 'if (-not (Get-Module -ListAvailable Pester | Where-Object Version -ge 5.5)) { exit 1 }'; then
    echo "SKIPPED: the Pester suite, since PowerShell at $engine has no Pester 5.5 or later. Install it: Install-Module Pester -Scope CurrentUser"
  else
    # The runs on the two storages of the control plane go side by side: each waits for its server most of the time.
    local postgres=""
    if has_postgres; then
      PASSTHROUGHTOOLS_TEST_STORAGE=postgres "$engine" -NoProfile -NonInteractive -File pester/Invoke-Tests.ps1 -Backend ControlPlane >"$log.postgres" 2>&1 &
      postgres=$!
    fi
    echo "The Pester suite on a local store:"
    "$engine" -NoProfile -NonInteractive -File pester/Invoke-Tests.ps1 2>&1 | tee -a "$log" || status=1
    echo "The Pester suite on a control plane with a local store:"
    "$engine" -NoProfile -NonInteractive -File pester/Invoke-Tests.ps1 -Backend ControlPlane 2>&1 | tee -a "$log" || status=1
    if [ -n "$postgres" ]; then
      echo "The Pester suite on a control plane with PostgreSQL:"
      wait "$postgres" || status=1
      tee -a "$log" <"$log.postgres"
    else
      echo "SKIPPED: the Pester suite on PostgreSQL, since this machine has none (initdb on the PATH or in /usr/lib/postgresql/*/bin)."
    fi
  fi
  # xunit's line a project: "Failed: 0, Passed: 12, Skipped: 1, Total: 13"; Pester's: "Pester: 12 passed, 0 failed, 1 skipped".
  sed -n -E 's/.*Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+), Total.*/\2 \1 \3/p; s/.*Pester: ([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped.*/\1 \2 \3/p' "$log" |
    awk '{ p += $1; f += $2; s += $3 } END { printf "%d passed, %d failed, %d skipped\n", p, f, s }'
  rm -f "$log" "$log.postgres"
  return "$status"
}

demo() {
  build
  local engine
  engine=$(find_engine)
  if [ -n "$engine" ]; then
    "$engine" -NoProfile -NonInteractive -File examples/demo.ps1
  else
    echo "No PowerShell here, so that the same story is shown from the library, without cmdlets."
    dotnet run --project examples/ConsoleDemo -c Release --no-build -- examples/rack
  fi
}

bench() {
  build
  PASSTHROUGHTOOLS_ENGINE="$(find_engine)" dotnet run --project tests/PassthroughTools.Benchmarks -c Release --no-build
  echo "1,000 kills of a writing process:"
  PASSTHROUGHTOOLS_KILLS=1000 dotnet test tests/PassthroughTools.Core.Tests -c Release --no-build --filter FullyQualifiedName~KillTests
}

clean() {
  dotnet clean PassthroughTools.sln -c Release -v quiet
  rm -rf out
}

case "${1:-}" in
  build) build ;;
  test) test_all ;;
  demo) demo ;;
  bench) bench ;;
  clean) clean ;;
  *) echo "usage: ./build.sh build|test|demo|bench|clean" >&2; exit 2 ;;
esac
