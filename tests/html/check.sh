#!/bin/sh
# Opens the committed HTML report in headless Chromium and checks what the browser made of it: no
# script error, every row there, hostile names shown as text, the script's sorting, filtering and saving.
# Checks that the JUnit report is well-formed XML as well. Exit status 77: nothing could be checked.
#
#   check.sh [FOLDER]    keeps screenshots (light, dark, narrow) in FOLDER
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
page=$here/../golden/report.html
junit=$here/../golden/report.junit.xml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
fault() {
  echo "FAULT: $*"
  status=1
}

if command -v xmllint >/dev/null 2>&1; then
  xmllint --noout --nonet "$junit" || fault "$junit is not well-formed"
else
  echo "skipped: xmllint is not installed; the JUnit report was not parsed"
fi

browser=
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then
    browser=$name
    break
  fi
done
if [ -z "$browser" ]; then
  echo "skipped: no Chromium is installed; the HTML report was not opened"
  [ "$status" -eq 0 ] && exit 77
  exit "$status"
fi

# A new profile a run, nothing that talks to the network, and a bound on the time.
browse() {
  # A dialog that a page opened would wait for ever.
  profile=$(mktemp -d "$work/profile.XXXXXX")
  timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync \
    --disable-dev-shm-usage --user-data-dir="$profile" "$@"
}

# The page's own script runs before the probe, which works the controls as a reader would and
# leaves its findings in the title.
probe=$work/probe.html
sed '/<\/body>/,$d' "$page" >"$probe"
cat >>"$probe" <<'PROBE'
<script>
addEventListener("securitypolicyviolation", (e) => console.error(`policy: ${e.violatedDirective}`));
(async () => {
const found = [];
const expect = (what, is, wanted) => { if (is !== wanted) found.push(`${what}: ${is}, not ${wanted}`); };
const all = (selector) => [...document.querySelectorAll(selector)];
const shown = () => all("table.all tbody tr").filter((row) => !row.hidden).length;
expect("cards", all("article.card").length, 3);
expect("rows, of judged metrics first", shown(), 24);
expect("all rows", all("table.all tbody tr").length, 48);
expect("heat map cells", all("table.heatmap tbody td").length, 48);
expect("forest rows", all("table.forest tbody tr").length, 30);
expect("ladder panels", all(".ladder li").length, 8);
expect("scripts", document.scripts.length, 2);
expect("hostile name", all("table.all th").filter(
  (cell) => cell.textContent === "task=<script>alert(1)</" + "script>").length, 6);
expect("notices", all("aside.notice").length, 2);
expect("quantile rows", all("table.quantiles tbody tr").length, 3);
expect("folded at first", all("details[open]").length, 1);
const unlabelled = all("table").filter((table) => !table.caption).length;
expect("tables without a caption", unlabelled, 0);
expect("header cells without a scope", all("th:not([scope])").length, 0);

const choose = (name, value) => {
  const field = document.querySelector(`[data-filter=${name}]`);
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};
choose("verdict", "fail");
expect("failing rows", shown(), 7);
choose("text", "HEX");
expect("failing rows of hex", shown(), 2);
expect("count", document.querySelector("form.filters output").textContent, "2 of 48 rows");
choose("verdict", "");
choose("text", "");
choose("tier", "int3-g64 <&>");
expect("judged rows of a tier", shown(), 8);
choose("tier", "");
choose("metric", "loss");
expect("rows of loss", shown(), 24);
choose("metric", "");
expect("rows without a filter", shown(), 48);

const header = all("table.all thead th")[7];
const differences = () => all("table.all tbody tr").map((row) => row.cells[7].dataset.v);
header.querySelector("button").click();
expect("aria-sort", header.getAttribute("aria-sort"), "ascending");
const up = differences().filter((v) => v !== "").map(Number);
expect("ascending", up.every((v, i) => i === 0 || up[i - 1] <= v), true);
expect("smallest", up[0], -0.65);
expect("undefined last", differences().at(-1), "");
header.querySelector("button").click();
expect("aria-sort again", header.getAttribute("aria-sort"), "descending");
expect("undefined last again", differences().at(-1), "");
all("table.all thead button")[0].click();
expect("one sorted column", all("[aria-sort]").length, 1);

let saved = "";
URL.createObjectURL = (blob) => { saved = blob; return "#"; };
HTMLAnchorElement.prototype.click = () => {};
document.querySelector("button.save").click();
const csv = (await saved.text()).trim().split("\r\n");
expect("lines saved", csv.length, 49);
expect("header saved", csv[0], '"Tier","Stratum","Metric",items,clusters,weight,baseline,candidate,difference,lower,upper,lost,gained,p_adjusted,"Verdict"');
expect("row saved", csv.find((line) => line.startsWith('"int4-g128","task=hex","exact match"')).includes(",200,200,"), true);
dispatchEvent(new Event("beforeprint"));
expect("unfolded for print", all("details:not([open])").length, 0);

const cells = all("table.heatmap tbody")[0].querySelectorAll("td");
cells[0].focus();
cells[0].dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
expect("arrow key", document.activeElement, cells[1]);
expect("tooltip", getComputedStyle(cells[1].querySelector(".tip")).visibility, "visible");
expect("page wider than the window", document.documentElement.scrollWidth > innerWidth, false);
document.title = found.length === 0 ? "PROBE PASSED" : "PROBE FAILED " + found.join("; ");
})().catch((fault) => { document.title = `PROBE FAILED ${fault}`; });
</script>
</body></html>
PROBE
# Virtual time lets the probe read what was saved before the page is written out.
browse --enable-logging=stderr --v=0 --virtual-time-budget=5000 --dump-dom "file://$probe" >"$work/dom" 2>"$work/log" ||
  fault "the browser ended with an error"
if ! grep -q '<title>PROBE PASSED</title>' "$work/dom"; then
  fault "$(grep -o '<title>[^<]*' "$work/dom" || echo 'the page has no title')"
fi
if grep -E 'CONSOLE|Uncaught|policy:' "$work/log"; then
  fault "the page wrote to the console"
fi

# Without its script the page is complete: the rows are there and the dead controls are not.
sed 's/script-src .unsafe-inline./script-src '"'none'"'/' "$page" >"$work/still.html"
browse --dump-dom "file://$work/still.html" >"$work/dom" 2>/dev/null || fault "no page without script"
[ "$(grep -c '<tr data-verdict=' "$work/dom")" -eq 48 ] || fault "rows are missing without script"
grep -q '<form class="filters" hidden' "$work/dom" || fault "the filters show without script"

if [ $# -gt 0 ]; then
  mkdir -p "$1"
  # A window is at least 500 pixels wide, so the narrow page stands in a frame.
  cp "$page" "$work/page.html"
  echo '<body style="margin:0"><iframe src="page.html" style="border:0;width:400px;height:6000px">' \
    >"$work/narrow.html"
  browse --hide-scrollbars --window-size=1200,4800 --screenshot="$1/light.png" "file://$page" \
    >/dev/null 2>&1
  browse --hide-scrollbars --window-size=1200,4800 --force-dark-mode \
    --blink-settings=preferredColorScheme=0 --screenshot="$1/dark.png" "file://$page" \
    >/dev/null 2>&1
  browse --hide-scrollbars --window-size=500,6000 --screenshot="$1/narrow.png" \
    "file://$work/narrow.html" >/dev/null 2>&1
fi
[ "$status" -eq 0 ] && echo "html: the page works in $browser"
exit "$status"
