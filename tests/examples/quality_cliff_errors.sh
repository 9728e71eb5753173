#!/bin/sh
# Gives quality_cliff damaged models and mistaken options. Each has to end with exit code 3 and one
# line on stderr that names the error, the place and the way out, before any report is written.
# Then checks the exit codes of --gate, and that samples of sample_prompts can be judged.
#
#   quality_cliff_errors.sh PROGRAM SAMPLE_PROMPTS
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
program=$1
sampler=$2
original=$here/../../examples/data/cliff-7m
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
  "$program" --model "$work/model" --out "$out" "$@" \
    >"$work/stdout" 2>"$work/stderr" </dev/null || code=$?
}

# refuses NAME ID PLACE TEXT ARGUMENT...: the message begins with the ID and the PLACE and holds
# the TEXT. An ID of '-' stands for a message of the command line's parser.
refuses() {
  name=$1
  start="quality_cliff: [tailgate.$2] $3: "
  [ "$2" != - ] || start="quality_cliff: $3"
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
  [ ! -s "$work/stdout" ] || fault "stdout is not empty: $(head -n 1 "$work/stdout")"
  [ ! -d "$out" ] || fault "it made the folder of the reports"
}

fresh_model() {
  rm -rf "$work/model"
  cp -R "$original" "$work/model"
}

# edit_config OLD NEW: replaces the text and makes sure that it was there.
edit_config() {
  fresh_model
  sed "s/$1/$2/" "$original/config.json" >"$work/model/config.json"
  ! cmp -s "$original/config.json" "$work/model/config.json" || fault "config.json lacks $1"
}

# poke OFFSET BYTES: overwrites bytes of the weights; BYTES is a format of printf.
poke() {
  # shellcheck disable=SC2059 # the bytes are escapes
  printf "$2" | dd of="$weights" bs=1 seek="$1" conv=notrunc 2>/dev/null
}

out=$work/out
weights=$work/model/model.safetensors
header_size=$(od -An -t u8 -N 8 "$original/model.safetensors" | tr -d ' ')
dd if="$original/model.safetensors" of="$work/header" bs=1 skip=8 count="$header_size" 2>/dev/null
tensor=model.layers.0.mlp.down_proj.weight
position=$(awk -v name="\"$tensor\"" '{ print index($0, name) }' "$work/header")
offset=$(sed "s/.*\"$tensor\":{[^}]*\"data_offsets\":\[\([0-9]*\),.*/\1/" "$work/header")

# Every tenth answer is wrong on purpose: where both models are always right, nothing can be shown.
sums=$work/sums.jsonl
i=0
while [ $i -lt 40 ]; do
  i=$((i + 1))
  printf '{"prompt": "%d+7=", "answer": "%d", "prefix": "%s", "stratum": "sum"}\n' \
    $i $((i + 7 + (i % 10 == 0))) '12+7=19\n85-31=54\n6*7=42\n'
done >"$sums"
set -- --prompts "$sums" --tiers int8

# Damaged models.
fresh_model
poke $((8 + position)) x # the first letter of the name
refuses 'missing tensor' E655 "$weights" "'$tensor' is missing; config.json of" "$@"

edit_config '"intermediate_size": 768' '"intermediate_size": 512'
refuses 'wrong inner width' E656 "$weights" '768x256; config.json asks for 512x256, take both' "$@"
edit_config '"hidden_size": 256' '"hidden_size": 128'
refuses 'wrong width' E656 "$weights" '8192x256; config.json asks for 8192x128, take both' "$@"

fresh_model
poke $((8 + header_size + offset + 2 * (768 + 5))) '\000\176' # 0x7e00 is a NaN of binary16
refuses 'NaN weight' E657 "$weights" "'$tensor' holds nan at [1, 5]; the model is damaged" "$@"

edit_config LlamaForCausalLM GPT2LMHeadModel
refuses 'unknown architecture' E651 "$work/model/config.json" 'the decoder here runs Llama' "$@"

fresh_model
rm "$work/model/tokenizer.model"
refuses 'no tokenizer' E810 "$work/model/tokenizer.model" 'the model folder needs its' "$@"

fresh_model
dd if="$original/model.safetensors" of="$weights" bs=1000 count=9000 2>/dev/null
refuses 'truncated weights' E579 "$weights" 'fetch the file again' "$@"
dd if="$original/model.safetensors" of="$weights" bs=100 count=1 2>/dev/null
refuses 'truncated header' E571 "$weights" 'fetch the file again' "$@"
rm "$weights"
refuses 'no weights' E590 "$work/model" 'name the folder of a model in safetensors format' "$@"

# Mistakes in the prompts and in the options.
fresh_model
bad=$work/bad.jsonl
{ head -n 2 "$sums" && echo '{"prompt": "1+1=", "answer": 2, "stratum": "sum"}'; } >"$bad"
refuses 'prompt of a wrong type' E603 "$bad:3" 'it must be a text in quotes' --prompts "$bad"
{ head -n 2 "$sums" && echo '{"prompt": "1+1='; } >"$bad"
refuses 'prompt that is not JSON' E562 "$bad:3:17" 'not JSON' --prompts "$bad"
refuses 'no prompts' E550 "$work/none.jsonl" 'check the path' --prompts "$work/none.jsonl"

refuses 'unknown tier' E102 quant_scheme "'fp5' is not a format; use intB" \
  --prompts "$sums" --tiers int8,fp5
refuses 'tier of a wrong width' E100 quant_scheme 'it must be 2, 3, 4 or 8' \
  --prompts "$sums" --tiers int8,int9
refuses 'tier named twice' E801 --tiers "'int8' is named twice" \
  --prompts "$sums" --tiers int8,int8
refuses 'gate on a tier not judged' E803 --gate 'add it to --tiers' "$@" --gate int4-g32
refuses 'unknown axis' E807 --ordered-axis "'digits' is no axis" "$@" --ordered-axis digits
refuses 'candidate alone' - '--candidate requires --baseline' '' "$@" --candidate "$sums"
refuses 'baseline that is no run' E620 "$sums" 'this is not a saved run' "$@" --baseline "$sums"
refuses 'no threads' E030 tbb_executor 'threads is 0; it must be from 1' "$@" --threads 0
refuses 'wrong level' E450 gate 'lies within (0, 0.5)' "$@" --alpha 2
refuses 'unknown option' - '' '--thread-count; --help lists the options' "$@" --thread-count 2
refuses 'no number' - '' 'many; --help lists the options' "$@" --seed many
refuses 'negative seed' - '--seed: ' '-1' "$@" --seed -1
refuses 'negative size' - '--per-stratum: ' '-1' "$@" --per-stratum -1

out=$work/file
echo kept >"$out"
refuses 'reports in a file' E806 --out "'$out' is not a folder" "$@"
[ "$(cat "$out")" = kept ] || fault 'the file was overwritten'
out=$work/file/below
refuses 'reports below a file' E806 --out "'$work/file' is not a folder" "$@"
out=$work/out

# gives NAME CODE ARGUMENT...
gives() {
  name=$1
  expected=$2
  shift 2
  cases=$((cases + 1))
  run "$@"
  [ "$code" -eq "$expected" ] || fault "exit code $code; it must be $expected"
  for report in report.txt report.json report.html report.junit.xml; do
    [ -s "$out/$report" ] || fault "$report was not written"
  done
  rm -rf "$out"
}
set -- --prompts "$sums" --tiers int8,int2-g64
gives 'gate on a tier that passes' 0 "$@" --gate int8
gives 'gate on a tier that fails' 1 "$@" --gate int2-g64
gives 'no gate' 0 "$@"
head -n 5 "$sums" >"$work/few.jsonl"
gives 'gate on too few prompts' 2 --prompts "$work/few.jsonl" --tiers int8 --gate int8

# A kept baseline: judged against from the model and from files alone, refused for other prompts.
name='save a baseline'
cases=$((cases + 1))
run --prompts "$sums" --save-baseline "$work/fp32.jsonl"
[ "$code" -eq 0 ] || fault "exit code $code: $(cat "$work/stderr")"
kept="--baseline $work/fp32.jsonl"
# shellcheck disable=SC2086 # two words
run "$@" $kept --save-runs "$work/runs" --gate int8
[ "$code" -eq 0 ] || fault "exit code $code: $(cat "$work/stderr")"
digest=$(grep '"digest"' "$out/report.json")
# shellcheck disable=SC2086
run $kept --candidate "$work/runs/int8.jsonl" --candidate "$work/runs/int2-g64.jsonl" --gate int2-g64
name='kept runs'
cases=$((cases + 1))
[ "$code" -eq 1 ] || fault "exit code $code: $(cat "$work/stderr")"
[ "$digest" = "$(grep '"digest"' "$out/report.json")" ] || fault 'another digest than when measured'
rm -rf "$out"
# shellcheck disable=SC2086
refuses 'run that exists' E629 "$work/fp32.jsonl" 'a run is written once' \
  --prompts "$sums" --save-baseline "$work/fp32.jsonl"
# shellcheck disable=SC2086
refuses 'other prompts' E475 check_comparable 'measure both over the same prompts' \
  --prompts "$work/few.jsonl" --tiers int8 $kept
sed 's/"right":true/"right":false/' "$work/fp32.jsonl" >"$work/forged.jsonl"
refuses 'forged baseline' E622 "$work/forged.jsonl" 'restore' "$@" --baseline "$work/forged.jsonl"

name='judged while measured'
cases=$((cases + 1))
run "$@" --sequential --gate int2-g64
[ "$code" -eq 2 ] || fault "exit code $code with too few prompts to claim anything"
[ -s "$out/sequential.txt" ] || fault 'sequential.txt was not written'

# A sample is judged as it was drawn, and the stratum that lacks prompts does not pass.
sed 's/"stratum": "sum"/"kind": "common"/' "$sums" | awk '{ sub(/{/, "{\"id\": \"q" NR "\", "); print }
  NR == 7 || NR == 8 { sub(/"q/, "\"r"); sub(/common/, "rare"); print }' >"$work/traffic.jsonl"
"$sampler" "$work/traffic.jsonl" --axis-key kind --size 40 --minimum 5 --record-shortfalls \
  --out "$work/sample.jsonl" --save-design "$work/design.json" >/dev/null
"$sampler" "$work/traffic.jsonl" --axis-key kind --size 30 --minimum 5 --record-shortfalls \
  --out "$work/less.jsonl" --save-design "$work/less.json" >/dev/null
rm -rf "$out"
set -- --prompts "$work/sample.jsonl" --tiers int8
refuses 'a key of the traffic' E601 "$work/sample.jsonl:1" 'ask to ignore it' "$@"
set -- "$@" --ignore-key kind
refuses 'design of a smaller sample' E809 "$work/less.json" 'name the design that was written with' \
  "$@" --design "$work/less.json"
name='a sample with its design'
cases=$((cases + 1))
run "$@" --design "$work/design.json" --gate int8
[ "$code" -eq 2 ] || fault "exit code $code although a stratum lacks prompts: $(cat "$work/stderr")"
grep -q '3 of 5 prompts of kind=rare' "$work/stdout" || fault 'the missing prompts are not named'
name='a sample without its design'
cases=$((cases + 1))
run "$@"
! grep -q 'missing' "$work/stdout" || fault 'prompts are missing although no design asks for them'

echo "$cases cases, $faults faults"
[ "$faults" -eq 0 ]
