#!/bin/bash
# make bench: the Go benchmarks, then figures of the whole programs, each the
# median of several runs with the promise beside it. It measures and does not
# judge: a slow machine is not a failure.
# shellcheck source=.ci/lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=.ci/figures.sh
source .ci/figures.sh

# ticks prints the processor time that a process has used, in clock ticks.
ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }

# window runs inside xrun: starts the program on an empty home, waits for its
# window, then for a picture in it that is not one colour (looking takes time,
# so the figures err upwards by some hundredths of a second), then idles it.
window() {
	local runs=5 idle_runs=3 idle_seconds=10 run began id before hz
	local mapped=() shown=() idle=()
	hz=$(getconf CLK_TCK)
	pid='' # not local: the trap runs when this function has returned
	trap '[[ -z $pid ]] || kill "$pid" 2>/dev/null || true' EXIT
	for ((run = 1; run <= runs; run++)); do
		began=$EPOCHREALTIME
		bin/onthaal --store "$HOME/desk-$run" 2>"$HOME/log-$run" &
		pid=$!
		# Not --sync, which looks only twice a second.
		until id=$(xdotool search --onlyvisible --name 'Onthaal' 2>/dev/null | head -1) && [[ -n $id ]]; do
			if (($(ms "$began") > 60000)) || ! kill -0 "$pid" 2>/dev/null; then
				cat "$HOME/log-$run" >&2
				die "the window did not open"
			fi
			sleep .02
		done
		mapped+=("$(ms "$began")")
		until [[ $(import -silent -window "$id" png:- | identify -format %k -) -gt 8 ]]; do
			if (($(ms "$began") > 60000)); then die "the window stayed empty for 60 s"; fi
		done
		shown+=("$(ms "$began")")
		if ((run <= idle_runs)); then
			sleep 3
			before=$(ticks "$pid")
			sleep "$idle_seconds"
			idle+=("$(awk -v t=$(($(ticks "$pid") - before)) -v hz="$hz" -v s="$idle_seconds" 'BEGIN { print 100 * t / hz / s }')")
		fi
		kill "$pid"
		wait "$pid" 2>/dev/null || true
		pid=''
	done
	figure "window on the screen, ms" "$(printf '%s\n' "${mapped[@]}" | median)" ""
	figure "first picture in the window, ms" "$(printf '%s\n' "${shown[@]}" | median)" "promised: 2000 at most"
	figure "idling, % of a core over $idle_seconds s" "$(printf '%s\n' "${idle[@]}" | median)" "promised: 2 at most"
}

# letter times a whole process that unlocks the desk and sets a letter. Only
# a PREVIEW, for an issued letter is recorded.
letter() {
	local dir=$1 code kind run began times=()
	local ctl=(bin/onthaalctl --store "$dir/store" --passphrase-file "$dir/passphrase.txt" --today 1997-04-01)
	code=$("${ctl[@]}" cases --json | jq -r '[.[] | select(.stage == "S2")][0].code')
	kind=$("${ctl[@]}" letters "$code" --json | jq -r '[.[] | select(.state == "ready")][0].kind')
	for run in 1 2 3 4 5 6 7; do
		began=$EPOCHREALTIME
		"${ctl[@]}" letter "$code" "$kind" --preview -o "$dir/bench-$run.pdf" >/dev/null
		times+=("$(ms "$began")")
	done
	figure "onthaalctl letter $kind, whole process, ms" "$(printf '%s\n' "${times[@]}" | median)" "most of it is Argon2id, on purpose"
}

# assess measures where cases stand and what is due: it grows as the cases do.
assess() {
	local n at figures
	figures=$(CGO_ENABLED=0 go test -tags ci -run '^$' -bench '^BenchmarkAssess$' -count 5 -benchtime 5x -cpu 1 ./domain/procedure | benchmarks)
	for n in 1000 10000 30000; do
		at=
		if ((n == 10000)); then at="promised: 150 at most"; fi
		figure "Assess of $n cases on one core, ms" "$(awk -v k="Assess/$n.ms" '$1 == k { print $2 }' <<<"$figures" | median)" "$at"
	done
	figure "  of one case, of 30000 against 1000" \
		"$(awk '$1 == "Assess/1000.ns/case" { a += $2 } $1 == "Assess/30000.ns/case" { b += $2 } END { printf "%.2f times", b / a }' <<<"$figures")" \
		"promised: linear in cases, so about 1"
}

if [[ ${1:-} == window ]]; then
	window
	exit
fi
if [[ ${1:-} == assess ]]; then
	need_go
	assess
	exit
fi

need_go
need_tests
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

say "Go benchmarks"
# Those of cmd/internal/wire need the bench desk, but for one: bench-vault.sh runs
# them; those of ui/paper have promises: bench-paper.sh.
mapfile -t packages < <(go list ./... | grep -vE '/cmd/internal/wire$|/ui/paper$')
CGO_ENABLED=0 go test -tags ci -run '^$' -bench . -skip '^BenchmarkAssess$' -benchmem "${packages[@]}" | grep -vE '^PASS$|\[no test files\]'
say "the procedure, of cases of twelve entries (load $(load): what else runs is in the figures)"
assess
say "55 persons of one inspection: letters looked at, issued and saved; promised are 2 s"
CGO_ENABLED=0 go test -tags ci -run '^$' -bench LettersOfAnInspection ./cmd/internal/wire | grep ^Bench

say "whole programs"
build_window
build_ctl
CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$scratch/onthaalctl$exe" ./cmd/onthaalctl
figure "onthaalctl, stripped, MiB" \
	"$(awk -v b="$(wc -c <"$scratch/onthaalctl$exe")" 'BEGIN { printf "%.1f", b / 1048576 }')" "promised: 30 at most"
"bin/onthaalctl$exe" demo "$scratch/demo" >/dev/null
letter "$scratch/demo"
if [[ $(uname -s) == Linux ]]; then
	.ci/xrun "$0" window
else
	say "the window is not measured on this system: that needs Xvfb"
fi
.ci/bench-paper.sh
.ci/bench-vault.sh
