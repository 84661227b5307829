#!/usr/bin/env bash
# Fuzzes one target guided by coverage, with AFL++ (Debian: afl++) and SharpFuzz, whose tool instruments the private assembly: afl.sh [target] [seconds]
# What it finds lies in out/fuzz/<target>/default/crashes; MdeHunting.Fuzz --replay reads it again.
set -eu
cd "$(dirname "$0")/../.."
target=${1:-responses}
seconds=${2:-600}
folder=$PWD/out/fuzz/$target
command -v afl-fuzz >/dev/null || { echo "afl-fuzz is not installed." >&2; exit 2; }
mkdir -p "$folder"
dotnet tool install SharpFuzz.CommandLine --version 2.3.0 --tool-path out/fuzz/tools >/dev/null 2>&1 || true
dotnet build -c Release tests/MdeHunting.Fuzz --nologo -v q
rm -rf "$folder/bin"
cp -r tests/MdeHunting.Fuzz/bin/Release/net10.0 "$folder/bin"
out/fuzz/tools/sharpfuzz "$folder/bin/MdeHunting.Service.dll"
"$folder/bin/MdeHunting.Fuzz" --seeds "$folder/seeds" --target "$target"
AFL_SKIP_BIN_CHECK=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 \
    afl-fuzz -V "$seconds" -t 20000 -m none -i "$folder/seeds" -o "$folder" -- "$folder/bin/MdeHunting.Fuzz" --afl --target "$target"
