# Checks the error ids: every id that a header or an example names has one row in the table of
# errors, every row is used, and a number is thrown only in the room that owns its range.
#
#   awk -f error_ids.awk docs/errors.md sources...     (paths from the top folder)

BEGIN {
  n = split("core 1 49 exec 1 49 cpu 50 59 quant 100 149 kernels 150 199 stats 200 249 " \
            "strata 250 299 sampling 300 349 metrics 350 399 calibration 400 449 " \
            "harness 450 499 report 500 549 io 550 649 lm 650 699 adapters 700 749 " \
            "interop 750 799 examples 800 849", t)
  for (i = 1; i < n; i += 3) {
    first[t[i]] = t[i + 1]
    last[t[i]] = t[i + 2]
  }
}

function fail(text) { print text; failed = 1 }

FILENAME ~ /\.md$/ {
  if ($0 ~ /^\| *`?E[0-9]+/) {
    split($0, cell, "|")
    gsub(/[^0-9]/, "", cell[2])
    id = cell[2] + 0
    rows++
    if (id in row)
      fail(FILENAME ": E" cell[2] " has a row already in " row[id])
    row[id] = FILENAME
    for (i = 3; i <= 5; i++)
      if (cell[i] ~ /^ *$/)
        fail(FILENAME ": E" cell[2] " has an empty cell")
  }
  next
}

FNR == 1 { join(); joined = ""; source = FILENAME }
{
  joined = joined " " $0
  text = $0
  while (match(text, /(^|[^A-Za-z0-9_])E[0-9][0-9][0-9]($|[^A-Za-z0-9_])/)) {
    id = substr(text, RSTART, RLENGTH)
    gsub(/[^0-9]/, "", id)
    use(id + 0)
    text = substr(text, RSTART + RLENGTH - 1)
  }
}

function use(id) { if (!(id in used)) used[id] = FILENAME }

# The numbers thrown in the file just read: `argument_error(30, ...`, also across lines.
function join(   call, room, part) {
  split(source, part, "/")
  room = part[1] == "examples" ? "examples" : part[3]
  sub(/\.hpp$/, "", room)
  while (match(joined, /[^A-Za-z0-9_](argument_|shape_|format_|io_|incomplete_)?error[({] *[0-9]+ *,/)) {
    call = substr(joined, RSTART, RLENGTH)
    joined = substr(joined, RSTART + RLENGTH)
    gsub(/[^0-9]/, "", call)
    if (!(call + 0 in used))
      used[call + 0] = source
    if (!(room in first))
      fail(source ": throws E" call ", room " room " has no range")
    else if (call + 0 < first[room] || call + 0 > last[room])
      fail(source ": E" call " is outside the range of room " room)
  }
}

END {
  join()
  for (id in used)
    if (!(id in row))
      fail(sprintf("%s: E%03d has no row in the table of errors", used[id], id))
  for (id in row)
    if (!(id in used))
      fail(sprintf("%s: E%03d is used nowhere", row[id], id))
  print rows + 0 " error ids checked"
  exit failed
}
