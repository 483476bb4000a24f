<#
.SYNOPSIS
    Builds govc, a vSphere client that nobody here wrote, of Debian's sources into out/VSphereSimulator/govc: what the benchmarks compare with.
    Needs Go, Debian's govmomi, apt-get, and the first time the network. Nothing is installed.
#>
$ErrorActionPreference = 'Stop'
$out = (New-Item -Path "$PSScriptRoot/../../out/VSphereSimulator" -ItemType Directory -Force).FullName
$work = (New-Item -Path "$out/govc-sources" -ItemType Directory -Force).FullName
$version = dpkg-query --show --showformat '${Version}' golang-github-vmware-govmomi-dev
$release = (Get-Content -LiteralPath /etc/os-release | ConvertFrom-StringData).VERSION_CODENAME | Where-Object { $_ }

# apt's own lists and settings are left alone.
$null = New-Item -Path "$work/lists/partial", "$work/cache/archives/partial" -ItemType Directory -Force
"deb-src http://deb.debian.org/debian $release main" | Set-Content -LiteralPath "$work/sources.list"
$own = '-q', '-o', "Dir::Etc::SourceList=$work/sources.list", '-o', 'Dir::Etc::SourceParts=/dev/null', '-o', "Dir::State::Lists=$work/lists",
    '-o', "Dir::Cache=$work/cache"
$needed = 'kr-pretty', 'kr-text', 'rogpeppe-go-internal', 'davecgh-go-xdr', 'vmware-vmw-guestinfo' | ForEach-Object { "golang-github-$_-dev" }
$before = $env:GO111MODULE, $env:GOPATH

function Invoke-Step {
    param([string] $Program, [string[]] $Argument)
    $said = & $Program @Argument 2>&1
    if ($LASTEXITCODE -ne 0) { throw "govc cannot be built: $Program said: $said" }
}

try {
    Push-Location -LiteralPath $work
    Invoke-Step apt-get ($own + 'update')
    Invoke-Step apt-get ($own + 'source', '--download-only', "golang-github-vmware-govmomi=$version")
    Invoke-Step apt-get (@('download') + $needed)
    foreach ($package in Get-Item -Path ./*.deb) { Invoke-Step dpkg '-x', $package.FullName, "$work/root" }
    $tree = (New-Item -Path "$work/root/usr/share/gocode/src/github.com/vmware/govmomi" -ItemType Directory -Force).FullName
    Invoke-Step tar '-xf', (Get-Item -Path ./golang-github-vmware-govmomi_*.orig.tar.*).FullName, '-C', $tree, '--strip-components=1'
    $env:GO111MODULE, $env:GOPATH = 'off', "$work/root/usr/share/gocode:/usr/share/gocode"
    Set-Location -LiteralPath "$tree/govc"
    Invoke-Step go 'build', '-o', "$out/govc", '.'
} finally {
    Pop-Location
    $env:GO111MODULE, $env:GOPATH = $before
}
