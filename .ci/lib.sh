# What the scripts of this folder share: messages, prerequisites, builds.
# Sourced, never run:  source "$(dirname "$0")/lib.sh"
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# One set of flags for every cgo build, for any other set compiles the C of
# OpenGL and GLFW anew, which takes minutes.
window_tags=x11,migrated_fynedo,no_animations

# Without this a build fails in a working copy that belongs to another user.
export GOFLAGS="${GOFLAGS:+$GOFLAGS }-buildvcs=false"

say() { printf 'onthaal: %s\n' "$*"; }
die() {
	printf 'onthaal: %s\n' "$@" >&2
	exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# host names the system by what can be installed on it.
host() {
	case $(uname -s) in
	Linux)
		if has apt-get && has dpkg-query; then
			echo debian
		elif has dnf; then
			echo fedora
		elif has pacman; then
			echo arch
		else
			echo linux
		fi
		;;
	Darwin) echo macos ;;
	MINGW* | MSYS* | CYGWIN*) echo windows ;;
	*) echo other ;;
	esac
}
host=$(host)

exe=
if [[ $host == windows ]]; then exe=.exe; fi

# The packages, by system. Headers to build the window; tools for the tests.
debian_window=(gcc libc6-dev pkg-config libgl1-mesa-dev libx11-dev libxcursor-dev libxrandr-dev
	libxinerama-dev libxi-dev libxxf86vm-dev libxkbcommon-dev)
debian_tests=(xvfb xdotool imagemagick tesseract-ocr libgl1-mesa-dri libgl1 xauth poppler-utils qpdf jq)
fedora_window=(gcc pkgconf-pkg-config mesa-libGL-devel libX11-devel libXcursor-devel libXrandr-devel
	libXinerama-devel libXi-devel libXxf86vm-devel libxkbcommon-devel)
fedora_tests=(xorg-x11-server-Xvfb xdotool ImageMagick tesseract mesa-dri-drivers xorg-x11-xauth poppler-utils qpdf jq)
arch_window=(gcc pkgconf libglvnd libx11 libxcursor libxrandr libxinerama libxi libxxf86vm libxkbcommon)
arch_tests=(xorg-server-xvfb xdotool imagemagick tesseract tesseract-data-eng mesa xorg-xauth poppler qpdf jq)

# need_go stops unless there is a Go of at least the version in go.mod.
need_go() {
	local want have arch
	want=$(sed -n 's/^go \([0-9.]*\).*/\1/p' go.mod)
	case $(uname -m) in
	x86_64 | amd64) arch=amd64 ;;
	aarch64 | arm64) arch=arm64 ;;
	*) arch=$(uname -m) ;;
	esac
	local get=("Onthaal needs Go ${want%.*} or later. https://go.dev/dl/ has it; for example:")
	case $host in
	macos) get+=("  brew install go") ;;
	windows) get+=("  winget install GoLang.Go") ;;
	*) get+=(
		"  curl -fLO https://go.dev/dl/go$want.linux-$arch.tar.gz"
		"  sudo rm -rf /usr/local/go && sudo tar -C /usr/local -xzf go$want.linux-$arch.tar.gz"
		"  export PATH=/usr/local/go/bin:\$PATH"
	) ;;
	esac

	if ! has go; then
		if [[ -x /usr/local/go/bin/go ]]; then
			get+=("There is a Go in /usr/local/go/bin, but not on the PATH; perhaps the last line above is enough.")
		fi
		die "there is no Go on this machine's PATH." "${get[@]}"
	fi
	# The Go that is installed, not one that it would download for go.mod.
	have=$(GOTOOLCHAIN=local go version)
	if ! [[ $have =~ go([0-9]+)\.([0-9]+) ]]; then
		die "cannot read the version of Go from: $have" "${get[@]}"
	fi
	local major=${BASH_REMATCH[1]} minor=${BASH_REMATCH[2]} want_minor=${want#*.}
	want_minor=${want_minor%%.*}
	if ((major < ${want%%.*} || (major == ${want%%.*} && minor < want_minor))); then
		have=${have#go version } have=${have% *}
		die "Go ${have#go} ($(command -v go)) is too old." "${get[@]}"
	fi
}

# debian_install installs the packages of its arguments that are missing,
# naming them; when none is missing it touches nothing.
debian_install() {
	local missing=() package as_root=()
	for package in "$@"; do
		if [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then
			missing+=("$package")
		fi
	done
	if ((${#missing[@]} == 0)); then return; fi

	say "installing ${missing[*]}"
	if ((EUID != 0)); then
		if ! has sudo; then
			die "these packages are missing and there is no sudo. As root:" \
				"  apt-get update && apt-get install -y ${missing[*]}"
		fi
		as_root=(sudo)
	fi
	"${as_root[@]}" apt-get -q update ||
		die "apt-get update failed; without it these cannot be installed: ${missing[*]}"
	"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}" ||
		die "apt-get could not install: ${missing[*]}"
}

# need_headers stops, on a Linux whose packages are not installed by us,
# unless a C compiler and the headers of the window are there.
need_headers() {
	local install=$1 missing=() module
	for module in gcc pkg-config; do
		has "$module" || missing+=("$module")
	done
	if has pkg-config; then
		for module in gl x11 xcursor xrandr xinerama xi xxf86vm xkbcommon; do
			pkg-config --exists "$module" || missing+=("$module")
		done
	fi
	if ((${#missing[@]} > 0)); then
		die "missing: ${missing[*]}. To install what the window is built with:" "  $install"
	fi
}

# need_tools stops unless the commands of the end-to-end test are there.
need_tools() {
	local install=$1 missing=() tool
	for tool in Xvfb xdotool import tesseract xauth pdftotext pdftoppm qpdf jq; do
		has "$tool" || missing+=("$tool")
	done
	if ((${#missing[@]} > 0)); then
		die "missing: ${missing[*]}. To install what the tests use:" "  $install"
	fi
}

# need_window makes sure that the window can be built: installs on Debian and
# Ubuntu, names the command elsewhere.
need_window() {
	case $host in
	debian) debian_install "${debian_window[@]}" ;;
	fedora) need_headers "sudo dnf install ${fedora_window[*]}" ;;
	arch) need_headers "sudo pacman -S ${arch_window[*]}" ;;
	macos)
		xcode-select -p >/dev/null 2>&1 ||
			die "there is no C compiler. To install Apple's command line tools:" "  xcode-select --install"
		;;
	windows)
		has gcc || die "there is no C compiler (gcc) on the PATH. To install one:" \
			"  winget install MSYS2.MSYS2" \
			"  pacman -S mingw-w64-ucrt-x86_64-gcc     (in the window \"MSYS2 UCRT64\"; then run make there)"
		;;
	*) need_headers "with your system's package manager: a C compiler, pkg-config and the development files named above" ;;
	esac
}

# need_tests is need_window and the tools of the tests. Elsewhere than on
# Linux the end-to-end test does not run, so nothing more is needed there.
need_tests() {
	case $host in
	debian) debian_install "${debian_window[@]}" "${debian_tests[@]}" ;;
	fedora)
		need_window
		need_tools "sudo dnf install ${fedora_tests[*]}"
		;;
	arch)
		need_window
		need_tools "sudo pacman -S ${arch_tests[*]}"
		;;
	linux)
		need_window
		need_tools "with your system's package manager: the commands named above"
		;;
	*) need_window ;;
	esac
}

# build_window builds bin/onthaal. The first build compiles C for some
# minutes; a later one takes seconds.
build_window() {
	say "building bin/onthaal$exe (the first time this takes some minutes)"
	CGO_ENABLED=1 go build -tags "$window_tags" -o "bin/onthaal$exe" ./cmd/onthaal
}

# build_ctl builds bin/onthaalctl, for which no C compiler is needed.
build_ctl() {
	say "building bin/onthaalctl$exe"
	CGO_ENABLED=0 go build -o "bin/onthaalctl$exe" ./cmd/onthaalctl
}

# demo makes the demonstration in a new folder: ./demo, or, so that nothing of
# an earlier one is touched, the first of ./demo-2, ./demo-3 … that is free.
demo() {
	local dir=demo n=1
	while [[ -e $dir || -L $dir ]] && ! { [[ -d $dir ]] && [[ -z $(ls -A "$dir") ]]; }; do
		n=$((n + 1))
		dir=demo-$n
	done
	if ((n > 1)); then say "./demo is there already and is left as it is"; fi
	say "onthaalctl demo ./$dir"
	"bin/onthaalctl$exe" demo "./$dir"
	say "the demonstration is in $root/$dir"
}
