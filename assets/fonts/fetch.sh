#!/bin/sh
# Fetches the fonts anew, at the versions below, from the npm packages
# @expo-google-fonts/* (static TrueType files of Google Fonts, SIL Open Font
# Licence 1.1), and compresses them without a date, so that the same version
# gives the same file. fonts_test.go holds the SHA-256 of every font inside.
#
# Of the Chinese face only a part is kept, see chinese below.
#
# Needs npm, tar, gzip and, for the Chinese face, fonttools and unicode-data of
# Debian 12. Run it in any folder; it writes next to itself.
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
fetch noto-nastaliq-urdu 0.4.2 NotoNastaliqUrdu
fetch noto-sans-hebrew 0.4.1 NotoSansHebrew
fetch noto-sans-armenian 0.4.2 NotoSansArmenian
fetch noto-sans-georgian 0.4.3 NotoSansGeorgian
fetch noto-sans-ethiopic 0.4.2 NotoSansEthiopic
fetch noto-sans-devanagari 0.4.1 NotoSansDevanagari
fetch noto-sans-bengali 0.4.4 NotoSansBengali
fetch noto-sans-gurmukhi 0.4.1 NotoSansGurmukhi
fetch noto-sans-thai 0.4.2 NotoSansThai

# chinese keeps the signs that people's names are written in: those of mainland
# China's general table of 2013 (8105, which names rest on) and of its older
# standard GB 2312, and the 5401 that are in common use on Taiwan (Big5, level
# 1); the punctuation, the Latin letters and digits beside them, Bopomofo and
# Kana. The whole face has three times as many and would be half the program.
# It has one weight.
chinese() { # package version File
	pack=$(cd "$work" && npm pack --silent "@expo-google-fonts/$1@$2")
	mkdir "$work/$1"
	tar -xzf "$work/$pack" -C "$work/$1"
	han=/usr/share/unicode/Unihan
	{
		bzcat "${han}_DictionaryLikeData.txt.bz2" "${han}_OtherMappings.txt.bz2" |
			awk '$2 == "kTGH" || $2 == "kGB0" || $2 == "kBigFive" && $3 >= "A440" && $3 <= "C67E" { print $1 }'
		echo 20-7E B7 2014 2018 2019 201C 201D 2026 3000-301F 3041-30FF 3105-312F FF01-FF65 FFE0-FFE6
	} | LC_ALL=C sort -u >"$work/signs"
	pyftsubset "$work/$1/package/400Regular/$3_400Regular.ttf" --unicodes-file="$work/signs" \
		--layout-features=kern,liga,ccmp,locl,mark,mkmk,calt --no-hinting --notdef-outline \
		--name-IDs=0,1,2,4,5,6,13,14 --no-recalc-timestamp --output-file="$work/$3.ttf"
	gzip -9nc "$work/$3.ttf" >"$here/$3-Regular.ttf.gz"
	cp "$work/$1/package/LICENSE_FONT" "$here/LICENSES/$3.txt"
}

chinese noto-sans-sc 0.4.3 NotoSansSC
