#!/bin/sh
# Fetches the fonts anew, at the versions below, from the npm packages
# @expo-google-fonts/* (static TrueType files of Google Fonts, SIL Open Font
# Licence 1.1), and compresses them without a date, so that the same version
# gives the same file. fonts_test.go holds the SHA-256 of every font inside.
#
# Needs npm, tar and gzip. Run it in any folder; it writes next to itself.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$here/LICENSES"

fetch() { # package version File
	pack=$(cd "$work" && npm pack --silent "@expo-google-fonts/$1@$2")
	mkdir "$work/$1"
	tar -xzf "$work/$pack" -C "$work/$1"
	from="$work/$1/package"
	gzip -9nc "$from/400Regular/$3_400Regular.ttf" >"$here/$3-Regular.ttf.gz"
	gzip -9nc "$from/700Bold/$3_700Bold.ttf" >"$here/$3-Bold.ttf.gz"
	cp "$from/LICENSE_FONT" "$here/LICENSES/$3.txt"
}

fetch noto-sans 0.4.2 NotoSans
fetch noto-naskh-arabic 0.4.5 NotoNaskhArabic
fetch noto-sans-hebrew 0.4.1 NotoSansHebrew
fetch noto-sans-armenian 0.4.2 NotoSansArmenian
fetch noto-sans-georgian 0.4.3 NotoSansGeorgian
fetch noto-sans-ethiopic 0.4.2 NotoSansEthiopic
fetch noto-sans-devanagari 0.4.1 NotoSansDevanagari
fetch noto-sans-bengali 0.4.4 NotoSansBengali
fetch noto-sans-gurmukhi 0.4.1 NotoSansGurmukhi
fetch noto-sans-thai 0.4.2 NotoSansThai
