# What the benchmarks share: times, and figures in columns. Sourced, never run.
# shellcheck shell=bash

# median reads numbers, one a line, and prints the middle one, and with it the
# least and the greatest.
median() {
	sort -n | awk '{ v[NR] = $1 }
		END {
			if (NR == 0) exit 1
			m = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
			printf "%.4g (%.4g to %.4g, %d runs)", m, v[1], v[NR], NR
		}'
}
figure() { printf '%-44s %-40s %s\n' "$1" "$2" "$3"; }
# ms prints the milliseconds since a moment of $EPOCHREALTIME.
ms() { awk -v a="${1/,/.}" -v b="${EPOCHREALTIME/,/.}" 'BEGIN { printf "%.0f\n", (b - a) * 1000 }'; }
load() { if [[ -r /proc/loadavg ]]; then cut -d' ' -f1 /proc/loadavg; else echo '?'; fi; }

# benchmarks reads what Go's benchmarks print and writes "NAME.METRIC VALUE", a
# line for each figure.
benchmarks() {
	awk '/^Benchmark/ { sub(/^Benchmark/, "", $1); sub(/-[0-9]+$/, "", $1); for (i = 3; i < NF; i += 2) print $1 "." $(i + 1), $i }
		/FAIL|panic/ { print > "/dev/stderr"; exit 1 }'
}

# versus RUNS LABEL OURS PEER REMARK: both in turns, with the median of the
# ratios of the pairs: below 1, ours is the faster.
versus() {
	local n=$1 label=$2 ours=$3 peer=$4 remark=$5 i began a b
	local mine=() theirs=() ratios=()
	"$ours" || die "$ours failed"
	"$peer" || die "$peer failed" # and both have warmed up
	for ((i = 0; i < n; i++)); do
		began=$EPOCHREALTIME
		"$ours" || die "$ours failed"
		a=$(ms "$began")
		began=$EPOCHREALTIME
		"$peer" || die "$peer failed"
		b=$(ms "$began")
		mine+=("$a") theirs+=("$b")
		ratios+=("$(awk -v a="$a" -v b="$b" 'BEGIN { print a / (b > 0 ? b : 1) }')")
	done
	printf '\n%s\n' "$label"
	figure "  ours, ms" "$(printf '%s\n' "${mine[@]}" | median)" ""
	figure "  peer, ms" "$(printf '%s\n' "${theirs[@]}" | median)" ""
	figure "  ratio of the pairs" "$(printf '%s\n' "${ratios[@]}" | median)" "$remark"
}
