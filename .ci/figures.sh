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
