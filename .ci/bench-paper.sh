#!/bin/bash
# bench-paper.sh: how fast a letter is. First in the program as it runs, on one
# processor, each figure with the promise beside it; then, on Debian, the same
# text beside LibreOffice, XeLaTeX and WeasyPrint: whole processes in turns, and
# what one more letter takes in a process that runs. It measures and does not
# judge. Installing the three takes a gigabyte; ONTHAAL_BENCH_PEERS=no goes without.
# shellcheck source=.ci/lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=.ci/figures.sh
source .ci/figures.sh

need_go
need_tests
runs=${ONTHAAL_BENCH_RUNS:-7}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

say "letters ($(getconf _NPROCESSORS_ONLN) processors, load $(load): what else runs is in the figures)"
CGO_ENABLED=0 go test -c -tags ci -o "$scratch/bench" ./ui/paper
CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$scratch/letter" .ci/letter.go

# bench NAME COUNT: runs one benchmark COUNT times on one processor.
bench() {
	(cd ui/paper && "$scratch/bench" -test.run '^$' -test.cpu 1 -test.bench "^Benchmark$1\$" -test.benchtime "$2x") |
		benchmarks >>"$scratch/figures"
}
of() { awk -v k="$1" '$1 == k { printf "%.4g", $2 }' "$scratch/figures"; }
bench Preview 200
bench PDF 200
bench EveryKind 3
bench Inspection 5
bench Memory 1

figure "one page, click to preview, median, ms" "$(of Preview.p50-ms)" "promised: 30 at most"
figure "  of 20, the second slowest, ms" "$(of Preview.p95-ms)" ""
figure "one page, PDF, median, ms" "$(of PDF.p50-ms)" "promised: 20 at most"
figure "  of 20, the second slowest, ms" "$(of PDF.p95-ms)" ""
figure "every kind in every language, letters/s" "$(of EveryKind.letters/s)" "promised: 45 at least, on one processor"
figure "  the largest file, KiB" "$(of EveryKind.most-KiB)" "promised: 40 at most"
figure "55 letters of one inspection, ms" "$(of Inspection.p50-ms)" "promised: 2000 at most"
figure "memory held after 100 letters, MiB" "$(of Memory.heap-100-MiB)" ""
figure "memory held after 1000 letters, MiB" "$(of Memory.heap-1000-MiB)" "promised: the same"
figure "the most in memory until the 100th, MiB" "$(of Memory.peak-100-MiB)" ""
figure "the most in memory until the 1000th, MiB" "$(of Memory.peak-1000-MiB)" ""

if [[ $host != debian || ${ONTHAAL_BENCH_PEERS:-} == no ]]; then
	say "no peers: their packages are Debian's"
	exit
fi
debian_install libreoffice-writer-nogui texlive-xetex texlive-latex-recommended weasyprint fonts-dejavu-core
for form in html tex fodt; do "$scratch/letter" "$form" "$scratch/letter.$form"; done
cd "$scratch"

# Each makes the letter as PDF, anew, and fails if the person is not named in it.
named() { [[ $(pdftotext "$1" - | grep -c 'Đorđević') -ge 1 ]]; }
office() { soffice --headless "-env:UserInstallation=file://$scratch/profile" --convert-to pdf --outdir "$scratch/office" "$@" >/dev/null 2>&1; }
ours() { rm -f ours.pdf && ./letter pdf ours.pdf; }
libreoffice() { rm -f office/letter.pdf && office letter.fodt && [[ -s office/letter.pdf ]]; }
weasy() { rm -f weasy.pdf && weasyprint -q letter.html weasy.pdf; }
# Twice, for the number of pages stands on the first.
xelatex_once() { xelatex -interaction=batchmode letter.tex >/dev/null; }
xelatex_letter() { rm -f letter.pdf letter.aux && xelatex_once && xelatex_once; }

printf '\n'
say "peers, on the same text (load $(load)): whole processes, in turns"
versus "$runs" "$(soffice --version 2>/dev/null | head -1), headless" ours libreoffice "promised: 0.1 at most"
versus "$runs" "$(xelatex --version | head -1), scrlttr2, two passes as page x of y asks" ours xelatex_letter "promised: 0.2 at most"
versus "$runs" "$(weasyprint --version)" ours weasy "promised: 0.2 at most"
for made in ours.pdf office/letter.pdf letter.pdf weasy.pdf; do
	named "$made" || die "$made does not name the person"
done

# Warm: what one more letter takes in a process that runs, and has made some.
more=20
for ((i = 0; i <= more; i++)); do cp letter.fodt "more-$i.fodt"; done
office more-0.fodt
began=$EPOCHREALTIME
office more-0.fodt
one=$(ms "$began")
began=$EPOCHREALTIME
office more-*.fodt
all=$(ms "$began")
weasy_warm=$(/usr/bin/python3 -c '
import statistics, time, weasyprint
took = []
for i in range(8):
    began = time.perf_counter()
    weasyprint.HTML("letter.html").write_pdf("warm.pdf")
    took.append(time.perf_counter() - began)
print("%.4g" % (1000 * statistics.median(took[1:])))')
printf '\n'
say "one more letter in a process that runs, ms"
figure "  Onthaal" "$(of PDF.p50-ms)" ""
figure "  LibreOffice" "$(awk -v a="$all" -v b="$one" -v n="$more" 'BEGIN { printf "%.4g", (a - b) / n }')" "the 20 after the first of one conversion"
figure "  WeasyPrint" "$weasy_warm" "in Python, after the first"
figure "  XeLaTeX" "-" "it makes one letter and ends"
