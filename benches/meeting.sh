#!/usr/bin/env bash
# Times reclint on the folder of a meeting: benches/meeting.sh FOLDER...
#
# In each round every way to run follows the others on every folder, so that a machine
# that slows down slows all; told are the medians of time on the clock, processor time
# and greatest memory, and the medians of the ratios within a round. Folders are made by
# benches/meeting.py. ROUNDS sets how often (5), RECLINT which program, WHAT and FORMS
# which parts.
set -euo pipefail
rounds=${ROUNDS:-5}
what=${WHAT:-runs threads shards floor pandoc}
forms=${FORMS:-json jsonl report}
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
export LC_ALL=C

if [[ -z ${RECLINT:-} ]]; then
    (cd "$(dirname "$0")/.." && cargo build --release --quiet)
    RECLINT=${CARGO_TARGET_DIR:-$(dirname "$0")/../target}/release/reclint
fi
reclint=$(realpath "$RECLINT")

skip() { printf '\n*** SKIPPED: %s\n' "$1"; }
wants() { [[ " $what " == *" $1 "* ]]; }

# once NAME COMMAND...: notes what it took; findings make exit codes, and those are no failure.
once() {
    local name=$1
    shift
    /usr/bin/time -q -o "$here/took" -f '%e %U %S %M' "$@" >"$here/out" 2>"$here/err" || true
    awk -v name="$name" '{print name, $1, $2 + $3, $4 / 1024}' "$here/took" >>"$here/figures"
}

# told BASE: medians of all that was noted, and the ratios to BASE, round by round.
told() {
    awk -v base="$1" '
        function middle(list, count,   i, j, it) {
            for (i = 2; i <= count; i++) {
                it = list[i]
                for (j = i - 1; j > 0 && list[j] > it; j--) list[j + 1] = list[j]
                list[j + 1] = it
            }
            return list[int((count + 1) / 2)]
        }
        { n = ++seen[$1]; wall[$1, n] = $2; cpu[$1, n] = $3; memory[$1, n] = $4
          if (n == 1) order[++kinds] = $1 }
        END {
            printf "%-16s %9s %9s %9s   %s\n", "", "wall, s", "cpu, s", "MiB", "to " base ": wall, cpu, memory"
            for (k = 1; k <= kinds; k++) {
                name = order[k]; n = seen[name]
                for (i = 1; i <= n; i++) {
                    a[i] = wall[name, i]; b[i] = cpu[name, i]; c[i] = memory[name, i]
                    d[i] = a[i] / (wall[base, i] + 0.0001); e[i] = b[i] / (cpu[base, i] + 0.0001)
                    f[i] = c[i] / (memory[base, i] + 0.0001)
                }
                printf "%-16s %9.2f %9.2f %9.0f   %.3f %.3f %.2f\n", name, middle(a, n), middle(b, n),
                    middle(c, n), middle(d, n), middle(e, n), middle(f, n)
            }
        }' "$here/figures"
    : >"$here/figures"
}
: >"$here/figures"

if wants runs; then
    printf '\nEach way to run: cold (an empty cache), warm (nothing has changed), none (--no-cache)\n'
    for _ in $(seq "$rounds"); do
        for folder in "$@"; do
            name=$(basename "$folder")
            for form in json jsonl; do
                [[ " $forms " == *" $form "* ]] || continue
                rm -rf "$here/cache"
                export RECLINT_CACHE=$here/cache
                once "$name/$form/cold" "$reclint" check --format "$form" "$folder"
                once "$name/$form/warm" "$reclint" check --format "$form" "$folder"
                once "$name/$form/none" "$reclint" check --format "$form" --no-cache "$folder"
                du -sb "$here/cache" | cut -f 1 >"$here/$name.cache"
            done
            [[ " $forms " == *" report "* ]] || continue
            rm -rf "$here/cache" "$here/pages"
            once "$name/report/cold" "$reclint" report "$folder" -o "$here/pages"
            once "$name/report/same" "$reclint" report "$folder" -o "$here/pages"
            rm -rf "$here/pages"
            once "$name/report/warm" "$reclint" report "$folder" -o "$here/pages"
            rm -rf "$here/pages"
            once "$name/report/none" "$reclint" report "$folder" --no-cache -o "$here/pages"
            {
                find "$here/pages" -maxdepth 1 -type f -printf '%f %s\n' | sort
                find "$here/pages/drafts" -type f -printf '%s\n' |
                    awk '{sum += $1} END {print "pages", NR, sum}'
                du -sb "$here/cache" | awk '{print "cache with pages", $1}'
            } >"$here/$name.sizes"
        done
    done
    told "$(basename "$1")/${forms%% *}/cold"
    for folder in "$@"; do
        name=$(basename "$folder")
        [[ -e $here/$name.cache && -e $here/$name.sizes ]] || continue
        printf '\n%s, bytes: cache without pages %s; ' "$name" "$(cat "$here/$name.cache")"
        paste -sd ';' "$here/$name.sizes"
    done
fi
folder=${!#}
if wants threads; then
    printf '\nOne thread and two, %s, without the cache\n' "$(basename "$folder")"
    for _ in $(seq "$rounds"); do
        once check/1 "$reclint" check --format json --no-cache --jobs 1 "$folder"
        once check/2 "$reclint" check --format json --no-cache --jobs 2 "$folder"
    done
    told check/1
fi

if wants shards; then
    printf '\nFour shares on two processors, then joined, %s, without the cache\n' "$(basename "$folder")"
    if ! command -v parallel >/dev/null; then
        skip 'GNU parallel is not installed'
    else
        for _ in $(seq "$rounds"); do
            once one-run "$reclint" check --format jsonl --no-cache --jobs 2 "$folder"
            cp "$here/out" "$here/whole"
            rm -rf "$here/shares" && mkdir "$here/shares"
            once shares parallel --jobs 2 "$reclint check --shard {}/4 --jobs 1 --no-cache --format jsonl \
                $folder >$here/shares/{}.jsonl" ::: 1 2 3 4
            once merge "$reclint" merge --format jsonl "$here"/shares/{1,2,3,4}.jsonl
            if cmp -s "$here/out" "$here/whole"; then echo 'equal, byte for byte'; else echo 'NOT EQUAL'; fi
        done
        told one-run
    fi
fi

if wants floor; then
    printf '\nBeside the floor: every XML part of every Word file inflated and counted, %s\n' "$(basename "$folder")"
    # No archives: unzip does not look into them.
    find "$folder" -name '*.docx' ! -name '~*' ! -path '*/Broken/*' | sort >"$here/words"
    # shellcheck disable=SC2016
    floor='while IFS= read -r it; do unzip -p "$it" "*.xml"; done <"$1" | wc -c'
    for _ in $(seq "$rounds"); do
        once reclint "$reclint" check --format json --no-cache --jobs 1 --files-from "$here/words"
        once unzip bash -c "$floor" floor "$here/words"
    done
    printf '%s files, %s bytes of XML\n' "$(wc -l <"$here/words")" "$(cat "$here/out")"
    told unzip
fi

if wants pandoc; then
    printf '\nBeside pandoc -t plain: every twentieth Word file, %s\n' "$(basename "$folder")"
    if ! command -v pandoc >/dev/null; then
        skip 'pandoc is not installed'
    else
        find "$folder" -name '*.docx' ! -name '~*' ! -path '*/Broken/*' | sort |
            awk 'NR % 20 == 1' >"$here/words"
        # shellcheck disable=SC2016
        pandoc='while IFS= read -r it; do pandoc -t plain "$it"; done <"$1"'
        # shellcheck disable=SC2016
        each='while IFS= read -r it; do "$2" check --format json --no-cache "$it"; done <"$1"'
        for _ in $(seq "$rounds"); do
            once one-run "$reclint" check --format json --no-cache --jobs 1 --files-from "$here/words"
            once one-by-one bash -c "$each" each "$here/words" "$reclint"
            once pandoc bash -c "$pandoc" pandoc "$here/words"
        done
        printf '%s files\n' "$(wc -l <"$here/words")"
        told pandoc
    fi
fi
