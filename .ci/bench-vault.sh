#!/bin/bash
# bench-vault.sh: the vault at its full size, on desks of 1,000, 10,000 and
# 30,000 cases, and of the procedure on them what is worked out for all cases at
# once, each figure with the promise beside it, and whether it is met; then, on Debian, the
# same data and tasks with programs that people trust, in the same run: whole
# processes, in turns. A promise
# that is missed is said and stops nothing: a slow machine is no fault.
# shellcheck source=.ci/lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=.ci/figures.sh
source .ci/figures.sh

need_go
need_tests
sizes=(${ONTHAAL_BENCH_SIZES:-1000 10000 30000})
runs=${ONTHAAL_BENCH_RUNS:-7}
scratch=$(mktemp -d)
fast=$scratch # where desks are made: synced writes cost nothing in memory
if [[ -d /dev/shm && -w /dev/shm && $(df --output=avail -k /dev/shm | tail -1) -gt 2097152 ]]; then
	fast=$(mktemp -d -p /dev/shm)
fi
trap 'rm -rf "$scratch" "$fast"' EXIT

say "the vault at its full size ($(getconf _NPROCESSORS_ONLN) processors, load $(load): what else runs is in the figures)"
CGO_ENABLED=0 go test -c -tags ci -o "$scratch/bench" ./cmd/internal/wire
build_ctl

peers=
cost=65536,14,2
if [[ $host == debian ]]; then
	debian_install sqlcipher keepassxc restic python3-pykeepass
	peers=yes
	# KeePassXC's terminal program makes no file with Argon2 itself; this one
	# comes with its ordinary cost, and the desks get the same.
	cost=$(cd "$scratch" && /usr/bin/python3 -c '
from pykeepass import create_database
k = create_database("empty.kdbx", password="bench")
k.save()
p = k.kdbx.header.value.dynamic_header.kdf_parameters.data.dict
print("%d,%d,%d" % (p["M"].value // 1024, p["I"].value, p["P"].value))')
fi

# bench CASES NAME COUNT: runs one benchmark COUNT times on a desk and adds its
# figures to a file, "NAME.METRIC VALUE" a line.
bench() {
	(cd cmd/internal/wire && "$scratch/bench" -test.run '^$' -test.bench "^Benchmark$2\$" -test.benchtime "$3x" \
		-desk "$scratch/desk-$1" -cases "$1" -cost "$cost") |
		benchmarks >>"$scratch/figures-$1"
}
# of CASES NAME.METRIC prints one of these figures.
of() { awk -v k="$2" '$1 == k { printf "%.4g", $2 }' "$scratch/figures-$1"; }

for n in "${sizes[@]}"; do
	(cd cmd/internal/wire && "$scratch/bench" -test.run '^$' -test.bench '^BenchmarkAgenda$' -test.benchtime 1x \
		-desk "$fast/desk-$n" -cases "$n" -cost "$cost" >/dev/null)
	mv "$fast/desk-$n" "$fast/desk-$n.recovery" "$scratch/"
	sync
	bench "$n" Unlock "$runs"
	bench "$n" Search 2000
	GOMAXPROCS=1 bench "$n" Agenda 40
	GOMAXPROCS=1 bench "$n" Assess 20
	bench "$n" Size 1
	if [[ -n $peers && $n == 10000 ]]; then cp -a "$scratch/desk-$n" "$scratch/desk-peers"; fi
	bench "$n" Lock "$runs"
	bench "$n" Backup 3
	bench "$n" Restore 3
	bench "$n" SaveEntry 1000
done

printf '\n%-44s' 'cases'
printf '%11s' "${sizes[@]}"
printf '   %s\n' 'promised at 10,000'
# met FIGURE PROMISE says whether a figure keeps a promise such as "250 at most".
met() {
	[[ -n $1 && $2 == *' at most' ]] || return 0
	awk -v f="$1" -v p="${2% at most}" 'BEGIN { print (f + 0 <= p + 0 ? ": met" : ": MISSED") }'
}
row() { # LABEL KEY PROMISE
	printf '%-48s' "$1"
	local n
	for n in "${sizes[@]}"; do printf '%11s' "$(of "$n" "$2")"; done
	printf '   %s%s\n' "$3" "$(met "$(of 10000 "$2")" "$3")"
}
row 'unlock to list and search, over Argon2id, ms' Unlock.over-kdf-ms '250 at most'
row '  in processor time, ms' Unlock.over-kdf-cpu-ms ''
row '  of which the day, ms' Unlock.agenda-ms '50 at most'
row '  of which the list, ms' Unlock.list-ms ''
row 'unlock to list and search, in all, ms' Unlock.p50-ms ''
row 'assess all cases, one core, processor time, ms' Assess.cpu-ms '150 at most'
row '  in all, ms' Assess.p50-ms ''
row '  a case, ns' Assess.ns/case ''
row 'the day of all cases after midnight, ms' Agenda.cpu-ms '50 at most'
row '  in all, ms' Agenda.p50-ms ''
row '  a case, ns' Agenda.ns/case ''
row 'search, median, ms' Search.p50-ms ''
row 'search, p99, ms' Search.p99-ms '3 at most'
row '  in processor time, ms' Search.p99-cpu-ms ''
row 'save an entry, synced, median, ms' SaveEntry.p50-ms ''
row 'save an entry, synced, p95, ms' SaveEntry.p95-ms '10 at most'
row 'lock: nothing is reached any more, ms' Lock.gone-ms '100 at most'
row 'lock: sealed, ms' Lock.sealed-ms '1000 at most'
row 'backup, verified, ms' Backup.p50-ms '2000 at most'
row '  in processor time, ms' Backup.cpu-ms ''
row 'restore, verified, ms' Restore.p50-ms '5000 at most'
row '  in processor time, Argon2id too, ms' Restore.cpu-ms ''
row 'on the disk, closed, MiB' Size.disk-MiB '110 at most'
row 'memory of its own after unlock (RssAnon), MiB' Size.rss-anon-MiB '120 at most'

if [[ -z $peers || ! -d $scratch/desk-peers ]]; then
	say "no peers: their packages are Debian's, and the data is that of 10,000 cases"
	exit
fi

# The same data for the peers: each case with its name and twelve notes of
# 300 bytes.
printf 'bench\n' >"$scratch/pass"
tr -d '\n' <"$scratch/desk-10000.recovery" >"$scratch/recovery"
ctl() { "bin/onthaalctl$exe" --store "$scratch/desk-peers" --today 2026-11-23 "$@"; }
ctl --passphrase-file "$scratch/pass" cases --json >"$scratch/cases.json"
rawkey=$(printf '%064d' 42)
{
	echo 'CREATE TABLE cases(code TEXT PRIMARY KEY, name TEXT); CREATE TABLE entries(code TEXT, n INT, body TEXT); BEGIN;'
	jq -r '("a note of some length " * 13) as $note | .[]
		| "INSERT INTO cases VALUES(\u0027\(.code)\u0027,\u0027\(.name)\u0027);",
		  (range(12) as $n | "INSERT INTO entries VALUES(\u0027\(.code)\u0027,\($n),\u0027\($note)\u0027);")' "$scratch/cases.json"
	echo 'COMMIT;'
} >"$scratch/cases.sql"
(echo "PRAGMA key=\"x'$rawkey'\";" && cat "$scratch/cases.sql") | sqlcipher "$scratch/raw.db" >/dev/null
(echo "PRAGMA key='bench';" && cat "$scratch/cases.sql") | sqlcipher "$scratch/pass.db" >/dev/null
{
	echo '<?xml version="1.0" encoding="UTF-8"?><KeePassFile><Meta><Generator>bench</Generator></Meta><Root><Group><UUID>AAAAAAAAAAAAAAAAAAAAAA==</UUID><Name>Root</Name>'
	jq -r '("a note of some length " * 163) as $notes | .[]
		| "<Entry><UUID>\(.code + .code | @base64)</UUID><String><Key>Title</Key><Value>\(.name | @html)</Value></String><String><Key>UserName</Key><Value>\(.code)</Value></String><String><Key>Notes</Key><Value>\($notes)</Value></String></Entry>"' "$scratch/cases.json"
	echo '</Group></Root></KeePassFile>'
} >"$scratch/cases.xml"
printf 'bench\nbench\n' | keepassxc-cli import -q -p "$scratch/cases.xml" "$scratch/import.kdbx" 2>/dev/null
cp "$scratch/empty.kdbx" "$scratch/peer.kdbx"
printf 'bench\n' | keepassxc-cli merge -q -s "$scratch/peer.kdbx" "$scratch/import.kdbx"
export RESTIC_PASSWORD=bench RESTIC_CACHE_DIR=$scratch/cache

# The tasks. Each finds the one case of that name, or fails.
wanted=Popesanana
one() { [[ $(grep -c "$wanted") == 1 ]]; }
ours_passphrase() { ctl --passphrase-file "$scratch/pass" cases --search "$wanted" | one; }
keepassxc() { keepassxc-cli search -q "$scratch/peer.kdbx" "$wanted" <"$scratch/pass" | one; }
ours_recovery() { ctl --passphrase-file "$scratch/recovery" cases --search "$wanted" | one; }
sqlcipher_raw() { printf 'PRAGMA key="x%s";\nSELECT * FROM cases WHERE name LIKE %s;\n' "'$rawkey'" "'%$wanted%'" | sqlcipher "$scratch/raw.db" | one; }
sqlcipher_pass() { printf 'PRAGMA key=%s;\nSELECT * FROM cases WHERE name LIKE %s;\n' "'bench'" "'%$wanted%'" | sqlcipher "$scratch/pass.db" | one; }
ours_backup() { rm -f "$scratch/b.onthaal" && ctl --passphrase-file "$scratch/recovery" backup -o "$scratch/b.onthaal" >/dev/null; }
restic_backup() {
	rm -rf "$scratch/repo" && restic -q -r "$scratch/repo" init >/dev/null &&
		restic -q -r "$scratch/repo" backup "$scratch/desk-peers" && restic -q -r "$scratch/repo" check --read-data >/dev/null
}
ours_restore() { rm -rf "$scratch/restored" && "bin/onthaalctl$exe" --store "$scratch/none" --passphrase-file "$scratch/recovery" restore "$scratch/b.onthaal" --to "$scratch/restored" >/dev/null; }
restic_restore() { rm -rf "$scratch/restored-r" && restic -q -r "$scratch/repo" restore latest --verify --target "$scratch/restored-r" >/dev/null; }

printf '\n'
say "peers, on the same 10,000 cases (load $(load)): whole processes, in turns"
versus "$runs" "open with a passphrase and search: $(keepassxc-cli --version | head -1 | sed 's/^/keepassxc-cli /'), Argon2 of equal cost ($cost)" \
	ours_passphrase keepassxc "promised: below 1"
versus "$runs" "open with a random key and search: sqlcipher with a raw key; ours with the recovery code" \
	ours_recovery sqlcipher_raw "shown as it is: one row of a table against all heads in memory"
versus "$runs" "open with a passphrase and search: sqlcipher, PBKDF2 of its own cost" ours_passphrase sqlcipher_pass "shown as it is"
versus 3 "backup, all of it read again: restic backup and check --read-data" ours_backup restic_backup ""
versus 3 "restore, all of it verified: restic restore --verify" ours_restore restic_restore ""
