#!/bin/sh
# Draws samples with sample_prompts: the same one for every order of the lines and number of threads,
# from a file larger than the memory it may use, enlarged by --top-up; and checks what it says of
# bad lines, with exit code 3 and no file written, or listed by --skip-bad.
#
#   sample_prompts.sh PROGRAM
#
# With TAILGATE_SHARED set to a folder of data/*.jsonl these are sampled too.
set -eu
program=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
faults=0
cases=0
fault() {
  echo "FAULT: $name: $*"
  faults=$((faults + 1))
}

# run ARGUMENT...: sets code; the output is in $work/stdout and $work/stderr.
run() {
  code=0
  rm -f "$out"
  "$program" --out "$out" "$@" >"$work/stdout" 2>"$work/stderr" </dev/null || code=$?
}

# draws NAME ARGUMENT...: must succeed.
draws() {
  name=$1
  cases=$((cases + 1))
  shift
  run "$@"
  [ "$code" -eq 0 ] || fault "exit code $code: $(cat "$work/stderr")"
  [ -s "$out" ] || fault 'there is no sample'
}

# refuses NAME ID PLACE TEXT ARGUMENT...: the message begins with the ID and the PLACE and holds
# the TEXT.
refuses() {
  name=$1
  start="sample_prompts: [tailgate.$2] $3: "
  text=$4
  shift 4
  cases=$((cases + 1))
  run "$@"
  [ "$code" -eq 3 ] || fault "exit code $code; it must be 3"
  [ "$(wc -l <"$work/stderr")" -eq 1 ] || fault "stderr is not one line: $(cat "$work/stderr")"
  case $(cat "$work/stderr") in
  "$start"*"$text"*) ;;
  *) fault "stderr is: $(cat "$work/stderr")
  it must be: $start...$text..." ;;
  esac
  [ ! -e "$out" ] || fault 'it wrote a sample'
}

says() {
  grep -qF -- "$1" "$work/stdout" || fault "stdout lacks '$1': $(cat "$work/stdout")"
}

out=$work/sample.jsonl
lines=$work/lines.jsonl
# 3 languages of 5000, 400 and 30 lines, with keys that must stay as they are written.
awk 'BEGIN { for (i = 1; i <= 5430; i++)
  printf "{\"id\": \"q%d\", \"text\": \"%s %d\", \"language\": \"%s\", \"cost\": 1.%d0e+0}\n", i,
    i % 3 ? "how many" : "Сколько", i, i <= 5000 ? "en" : i <= 5400 ? "sw" : "cu", i }' >"$lines"

# The plan stands first, the design after the pass; weights add up to the population.
set -- --axis-key language --size 300 --minimum 30 --threads 1
draws 'plain sample' "$@" "$lines"
says '300 items, power allocation (exponent 0.5), at least 30 a stratum, seed 1'
says '577 pairs in a stratum to show that it is no worse than the margin of 3.0 points'
[ "$(head -n 1 "$work/stdout")" = Request ] || fault 'the request does not stand first'
says 'Design (300 of 5430 items in 3 strata'
[ "$(wc -l <"$out")" -eq 300 ] || fault 'it is not 300 lines'
# Items of a stratum sum to its size: 1 / probability = weight, n x weight = N.
awk -F'"' '{ sub(/.*"weight": /, ""); sub(/}/, ""); sum += $0 } END { exit !(sum > 5429.99 && sum < 5430.01) }' \
  "$out" || fault 'the weights do not add up to 5430'
grep -q '^{"id": "q5[0-9]*", "text": ".*", "language": "cu", "cost": 1\.5[0-9]*0e+0, "stratum": {"language":"cu"}, "inclusion_probability": 1.0, "weight": 1.0}$' \
  "$out" || fault "a line changed: $(tail -n 1 "$out")"
sed 's/, "stratum": .*/}/' "$out" | sort >"$work/drawn"
sort "$lines" | comm -13 - "$work/drawn" >"$work/foreign"
[ ! -s "$work/foreign" ] || fault "lines that were not read: $(head -n 1 "$work/foreign")"

cp "$out" "$work/first"
awk '{ print (NR * 7919) % 5431 "\t" $0 }' "$lines" | sort -n | cut -f 2- >"$work/mixed.jsonl"
draws 'other order' "$@" --save-design "$work/mixed.design" "$work/mixed.jsonl"
cmp -s "$out" "$work/first" || fault 'another sample'
head -n 2000 "$work/mixed.jsonl" >"$work/a.jsonl"
tail -n +2001 "$work/mixed.jsonl" >"$work/b.jsonl"
for threads in 2 5; do
  draws "$threads threads, two files" --axis-key language --size 300 --minimum 30 \
    --save-design "$work/design" --threads "$threads" "$work/b.jsonl" "$work/a.jsonl"
  cmp -s "$out" "$work/first" || fault 'another sample'
  cmp -s "$work/design" "$work/mixed.design" || fault 'another design'
done
name='standard input'
cases=$((cases + 1))
"$program" "$@" --out "$out" - <"$lines" >"$work/stdout" || fault "exit code $?"
cmp -s "$out" "$work/first" || fault 'another sample'
draws 'other seed' "$@" --seed 2 "$lines"
! cmp -s "$out" "$work/first" || fault 'the seed changes nothing'
draws 'sample of a sample' --axis-key language --size 30 --minimum 10 --overwrite-keys \
  "$work/first"
! grep -q '"stratum".*"stratum"' "$out" || fault 'a key stands twice'
refuses 'sample of a sample' E833 "$work/first:1" '"stratum" already' "$@" "$work/first"
draws 'axes crossed' "$lines" --axis script,words --axis-key language --size 300 --minimum 0
says 'script=Cyrl words=0-8K language=sw'
draws 'numeric edges' "$lines" --axis numeric --size 300 --minimum 0
says 'numeric='

# The design: the same sample, more of a stratum, and refusals.
design=$work/mixed.design
draws 'by the design' --axis-key language --design "$design" "$lines"
cmp -s "$out" "$work/first" || fault 'another sample'
draws 'topped up' --axis-key language --design "$design" --top-up language=sw=25 "$lines"
says '300 of the earlier items, 25 added; 325 items'
sed 's/, "stratum": .*/}/' "$out" | sort | comm -13 - "$work/drawn" >"$work/lost"
[ ! -s "$work/lost" ] || fault 'earlier items were lost'
draws 'only what is added' --axis-key language --design "$design" --only-added "$lines" \
  --top-up language=sw=25 --top-up language=en=5
[ "$(wc -l <"$out")" -eq 30 ] || fault 'it is not 30 lines'
sed 's/, "stratum": .*/}/' "$out" | sort | comm -12 - "$work/drawn" >"$work/again"
[ ! -s "$work/again" ] || fault 'an earlier item is among the added ones'
refuses 'more than there is' E320 top_up 'find further items' "$lines" \
  --axis-key language --design "$design" --top-up language=cu=1
refuses 'unknown stratum' E841 --top-up "no stratum 'language=xx'" "$lines" \
  --axis-key language --design "$design" --top-up language=xx=1
refuses 'no number' E830 --top-up "'language=sw' must be" "$lines" \
  --axis-key language --design "$design" --top-up language=sw
sed 's/"q77"/"r77"/' "$lines" >"$work/other.jsonl"
refuses 'other items' E321 added_items 'does not hold the same items' "$work/other.jsonl" \
  --axis-key language --design "$design" --top-up language=en=1
refuses 'other axes' E837 "$lines:1" 'is not in the design' "$lines" --axis script --design "$design"

# Impossible requests.
refuses 'shortfall' E304 allocate "'language=cu' holds 30 items" "$lines" \
  --axis-key language --size 300 --minimum 31
draws 'shortfall recorded' "$lines" --axis-key language --size 300 --minimum 31 --record-shortfalls
says 'language=cu          30      30        1'
refuses 'axis of too many levels' E838 "$lines:11" 'number 11 of a sample of 10' "$lines" \
  --axis-key text --size 10 --threads 2
refuses 'no axis' E831 --axis 'there is no axis' "$lines"
refuses 'deviation of nothing' E841 --deviation "stratum 'language=xx'" "$lines" \
  --axis-key language --minimum 0 --deviation language=xx=2
refuses 'missing file' E550 "$work/none" 'cannot open' "$work/none" --axis script
refuses 'folder' E550 "$work" 'cannot read' "$work" --axis script
refuses 'ids beyond their memory' E839 "$lines:1" 'MiB of --id-memory' "$lines" \
  --axis-key language --id-memory 0

# Bad lines: the first one ends the run ...
bad=$work/bad.jsonl
# is_bad NAME ID COLUMN TEXT LINE: LINE is a format of printf and stands third.
is_bad() {
  {
    head -n 2 "$lines"
    # shellcheck disable=SC2059 # the bytes are escapes
    printf "$5\n"
    tail -n 5 "$lines"
  } >"$bad"
  for threads in 1 2; do
    refuses "$1" "$2" "$bad:3$3" "$4" "$bad" --axis script --axis-key language --size 4 \
      --minimum 0 --threads "$threads"
  done
  # shellcheck disable=SC2059
  printf "$5\n" >>"$work/all_bad"
}
: >"$work/all_bad"
is_bad 'not JSON' E562 :8 'not JSON' '{"id": x}'
is_bad 'cut off' E562 :14 'not JSON' '{"id": "z", "'
is_bad 'not UTF-8' E560 :9 'not UTF-8' '{"id": "\303("}'
is_bad 'NUL' E561 :9 'NUL byte' '{"id": "\000"}'
is_bad 'no object' E645 '' 'no object' '["id"]'
is_bad 'no id' E832 '' '"id" is absent' '{"text": "a", "language": "en"}'
is_bad 'empty id' E832 '' 'an empty text' '{"id": "", "text": "a", "language": "en"}'
is_bad 'id of a wrong type' E832 '' '"id" is a JSON real number' \
  '{"id": 1.5, "text": "a", "language": "en"}'
is_bad 'id twice in a line' E564 :16 'two values' '{"id": "a", "id": "b"}'
is_bad 'duplicate id' E836 '' 'the id "q2" stands on an earlier line' \
  '{"id": "q2", "text": "another", "language": "sw"}'
is_bad 'no text' E834 '' 'no text under any of "prompt" "text" "question"' \
  '{"id": "z", "language": "en", "text": 3}'
is_bad 'no level' E835 '' '"language" is absent' '{"id": "z", "text": "a"}'
is_bad 'level of a wrong type' E835 '' '"language" is a JSON array' \
  '{"id": "z", "text": "a", "language": []}'
is_bad 'key of the sample' E833 '' '"weight" already' \
  '{"id": "z", "text": "a", "language": "en", "weight": 1}'

# ... or all of them are listed and counted, and the rest is sampled as if they were not there.
set -- --axis script --axis-key language --size 300 --minimum 0
draws 'without bad lines' "$@" "$lines"
cp "$out" "$work/first"
{
  head -n 3000 "$lines"
  cat "$work/all_bad"
  tail -n +3001 "$lines"
  awk 'BEGIN { printf "{\"id\": \"long\", \"text\": \""; for (i = 0; i < 1100000; i++) printf "sixteen bytes ..";
    printf "\"}\n\n" }'
} >"$bad"
draws 'bad lines left out' "$@" --skip-bad "$bad"
cmp -s "$out" "$work/first" || fault 'another sample'
[ "$(grep -c "^  \[tailgate.E[0-9]*\] $bad:[0-9]*:" "$work/stdout")" -eq 15 ] ||
  fault "not all 15 are listed: $(cat "$work/stdout")"
says "$bad:3001:8: not JSON"
says "$bad:5445: the line has 17600"
says '5445 lines, 15 bad ones left out: 1 E560, 1 E561, 2 E562, 1 E564, 1 E644, 1 E645, 3 E832, 1 E833, 1 E834, 2 E835, 1 E836'
refuses 'nothing left' E840 inputs 'no prompt' "$@" --skip-bad "$work/all_bad" --id-key cost

# Duplicates that only the sample is checked for.
{ cat "$lines" && sed -n '5429p' "$lines"; } >"$bad"
refuses 'duplicate in the sample' E836 "$bad:5431" '"q5429"' "$bad" --axis-key language \
  --size 300 --minimum 30 --check-ids sample
{ cat "$lines" && sed -n '5429s/"cu"/"sv"/p' "$lines"; } >"$bad"
refuses 'duplicate in two strata' E836 "$bad:5431" "stands at $bad:5429" "$bad" \
  --axis-key language --size 300 --minimum 1 --check-ids sample

# A pass that is ended from outside leaves nothing behind.
name='interrupted'
cases=$((cases + 1))
mkdir "$work/interrupted"
mkfifo "$work/pipe"
"$program" - --axis script --out "$work/interrupted/out" --save-design "$work/interrupted/design" \
  <"$work/pipe" >"$work/stdout" 2>&1 &
reader=$!
exec 3>"$work/pipe"
cat "$lines" >&3 # more than a pipe holds, so that it is reading by now
kill "$reader" || fault "it had ended: $(cat "$work/stdout")"
wait "$reader" || true
exec 3>&-
[ -z "$(ls -A "$work/interrupted")" ] || fault "it left $(ls -A "$work/interrupted")"

# A file larger than the memory the program may use. Malloc's arenas of other threads reserve much
# address space that they never use, hence one thread.
name='file larger than the memory'
cases=$((cases + 1))
limit=49152 # KiB
large=$work/large.jsonl
awk 'BEGIN { pad = sprintf("%480s", ""); gsub(/ /, "word ", pad); pad = substr(pad, 1, 480)
  for (i = 1; i <= 120000; i++)
    printf "{\"id\": %d, \"text\": \"%s\", \"kind\": \"%s\"}\n", i, pad, i % 1000 ? "usual" : "rare" }' >"$large"
[ "$(wc -c <"$large")" -gt $((limit * 1024)) ] || fault 'the file is not large'
code=0
(
  ulimit -v $limit
  exec "$program" "$large" --axis script --axis-key kind --size 500 --threads 1 --out "$out"
) >"$work/stdout" 2>"$work/stderr" || code=$?
if grep -q AddressSanitizer "$work/stderr"; then
  echo 'skipped: the memory limit, which AddressSanitizer exceeds before it starts'
else
  [ "$code" -eq 0 ] || fault "exit code $code: $(cat "$work/stderr")"
  says '120000 lines, 0 bad'
  [ "$(grep -c '"kind": "rare"' "$out")" -ge 100 ] || fault 'the rare stratum lacks items'
  cp "$out" "$work/first"
  draws 'the same without the limit' "$large" --axis script --axis-key kind --size 500 --threads 2
  cmp -s "$out" "$work/first" || fault 'another sample'
fi

if [ -n "${TAILGATE_SHARED:-}" ]; then
  data=$TAILGATE_SHARED/data
  draws 'held-out texts' "$data/heldout_text.jsonl" --id-key text --axis script --axis-key domain \
    --size 150 --minimum 2 --record-shortfalls
  says 'script=Syrc domain=scripture'
  draws 'word problems' "$data/gsm8k_test.jsonl" --id-key question --axis script,words,numeric \
    --size 300 --minimum 1
  says '1319 lines, 0 bad ones left out'
else
  echo 'skipped: real texts; TAILGATE_SHARED is not set'
fi

echo "$cases cases, $faults faults"
[ "$faults" -eq 0 ]
