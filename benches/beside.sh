#!/usr/bin/env bash
# Times reclint beside tools that people know, and with itself.
#
# Commands run in turn, A B A B, so that a machine that slows down slows both; told are
# the medians of the seconds of processor time and on the clock, and of the ratios.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=${SHARED:-../shared/drafts}
rounds=${ROUNDS:-7}
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT

cargo build --release --quiet
reclint=$PWD/${CARGO_TARGET_DIR:-target}/release/reclint
[[ ${CARGO_TARGET_DIR:-} == /* ]] && reclint=$CARGO_TARGET_DIR/release/reclint
TIMEFORMAT='%U %S %R'

skip() { printf '\n*** SKIPPED: %s\n' "$1"; }

# Prints "CPU WALL" of one run; findings make exit codes, and those are no failure.
once() {
    local took
    took=$({ time "$@" >/dev/null 2>&1 || true; } 2>&1)
    awk '{print $1 + $2, $3}' <<<"$took"
}

median() { sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}'; }

# compare NAME A... -- B...
compare() {
    local name=$1 a=() b=() a_said b_said
    shift
    while [[ $1 != -- ]]; do a+=("$1"); shift; done
    shift
    b=("$@")
    once "${a[@]}" >/dev/null
    once "${b[@]}" >/dev/null
    : >"$here/pairs"
    for _ in $(seq "$rounds"); do
        a_said=$(once "${a[@]}")
        b_said=$(once "${b[@]}")
        echo "$a_said $b_said" >>"$here/pairs"
    done
    local column
    column() { awk "{print $1}" "$here/pairs" | median; }
    # shellcheck disable=SC2016
    printf '%-24s cpu %8.3f %8.3f  wall %8.3f %8.3f  ratio cpu %7.3f wall %7.3f\n' \
        "$name" "$(column '$1')" "$(column '$3')" "$(column '$2')" "$(column '$4')" \
        "$(column '$1 / ($3 + 0.0005)')" "$(column '$2 / ($4 + 0.0005)')"
}

printf 'start-up: --version beside a draft of three lines\n'
printf '# Draft new Recommendation ITU-T Y.x: Tiny\n\n# 1 Scope\n\nThis.\n' >"$here/tiny.md"
compare start "$reclint" --version -- "$reclint" check --quiet "$here/tiny.md"

printf '\nWord: reclint check beside pandoc -t plain, file by file\n'
if ! command -v pandoc >/dev/null; then
    skip 'pandoc is not installed'
elif [[ ! -d $shared/itu ]]; then
    skip "$shared/itu is not there; a draft of corpus/ in its place proves little"
    draft=$(find corpus -name draft.docx | sort | head -n 1)
    compare corpus "$reclint" check --format json "$draft" -- pandoc -t plain "$draft"
else
    for name in T-REC-E.119-201704-I!!MSW-E T-REC-X.609.5-201801-I!!MSW-E Y.3507-201812 \
        G.650.1-201803 T-REC-Q.850-201810-I!!MSW-E T-REC-M.3372-201808-I!!MSW-E \
        T-REC-Y.4500.15-201803-I!!MSW-E T-REC-T.88-201808-P!!MSW-E \
        T-REC-H.222.0-201808-P!!MSW-E T-REC-K.20-201810-I!!MSW-E; do
        draft=$(find "$shared/itu" -name "$name.docx" | head -n 1)
        compare "${name#T-REC-}" \
            "$reclint" check --format json "$draft" -- pandoc -t plain "$draft"
    done
fi

printf '\nreclint annotate beside reclint check, file by file\n'
for name in T-REC-H.222.0-201808-P!!MSW-E T-REC-X.609.5-201801-I!!MSW-E mqtt-sn-2-0-wd-2024-09-14; do
    draft=$(find "$shared" -name "$name.docx" 2>/dev/null | head -n 1)
    [[ -n $draft ]] || { skip "$name.docx is not there"; continue; }
    compare "${name#T-REC-}" "$reclint" annotate --force --quiet "$draft" -o "$here/out" -- \
        "$reclint" check --quiet "$draft"
done
compare smart-lock "$reclint" annotate --force --quiet corpus/loud-smart-lock/draft.md -o "$here/out" \
    -- "$reclint" check --quiet corpus/loud-smart-lock/draft.md

printf '\nMarkdown: reclint check beside typos, one thread each\n'
if ! command -v typos >/dev/null; then
    skip 'typos is not installed'
else
    drafts=$shared/ietf
    [[ -d $drafts ]] || { skip "$drafts is not there; corpus/ in its place"; drafts=corpus; }
    # Only Markdown, for both.
    while IFS= read -r file; do
        mkdir -p "$here/md/$(dirname "$file" | tr '/' '_')"
        cp "$file" "$here/md/$(dirname "$file" | tr '/' '_')/"
    done < <(find "$drafts" -name '*.md')
    compare markdown "$reclint" check --format json --jobs 1 "$here/md" -- \
        typos --isolated --no-ignore --format json --threads 1 "$here/md"
fi

printf '\nOne thread beside two, Word files ten times over\n'
drafts=$shared/itu
[[ -d $drafts ]] || { skip "$drafts is not there; corpus/ in its place"; drafts=corpus; }
for copy in $(seq 10); do
    number=0
    while IFS= read -r file; do
        number=$((number + 1))
        mkdir -p "$here/many/$copy"
        cp "$file" "$here/many/$copy/$number.docx"
    done < <(find "$drafts" -name '*.docx' | sort)
done
compare threads "$reclint" check --format json --jobs 1 "$here/many" -- \
    "$reclint" check --format json --jobs 2 "$here/many"
