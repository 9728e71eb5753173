// The style sheet of the HTML report.
//
// Losses are orange, gains and passes blue: a pair that readers with protanopia, deuteranopia and
// tritanopia tell apart. All text has a contrast of at least 4.5 to 1 in both schemes.
#pragma once

#include <string_view>

namespace tailgate::report {

/// CSS without anything that is loaded. Contains no `</style`.
[[nodiscard]] constexpr std::string_view html_style() noexcept {
  return R"css(
:root {
  --paper: #fdfcf9; --ink: #1b1a18; --soft: #66625b; --line: #dfdbd2; --panel: #f6f4ee;
  --loss: #a8430a; --gain: #1f5f99; --doubt: #7a6000; --focus: #1f5f99; --beyond: #f9e9dc; --noise: #8a857b;
  --z: #f3f1eb; --z-ink: #1b1a18;
  --l1: #fbe2cc; --l2: #f5bd8c; --l3: #e08c4b; --l4: #a8430a;
  --g1: #dde8f3; --g2: #acc8e4; --g3: #6fa3d2; --g4: #1f5f99;
  --strong-ink: #1b1a18; --strongest-ink: #ffffff;
  --serif: "Iowan Old Style", Charter, "Bitstream Charter", "Source Serif 4", Georgia,
    "Liberation Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #151514; --ink: #ece9e3; --soft: #a39e95; --line: #34322e; --panel: #1d1c1a;
    --loss: #f2994f; --gain: #7bb4e8; --doubt: #d9bd55; --focus: #7bb4e8; --beyond: #2a1f16; --noise: #8d877c;
    --z: #232220; --z-ink: #ece9e3;
    --l1: #3a2718; --l2: #63391a; --l3: #94501a; --l4: #f2994f;
    --g1: #1b2938; --g2: #244566; --g3: #2f6494; --g4: #7bb4e8;
    --strong-ink: #ffffff; --strongest-ink: #151514;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 3.5rem clamp(1rem, 4vw, 2.5rem) 4rem; max-width: 70rem;
  background: var(--paper); color: var(--ink); font: 400 1rem/1.5 var(--sans);
  font-variant-numeric: tabular-nums lining-nums; overflow-wrap: anywhere;
}
h1, h2 { font-family: var(--serif); font-weight: 600; line-height: 1.15; text-wrap: balance; }
h1 { font-size: clamp(2rem, 5vw, 3rem); margin: .15em 0 .3em; letter-spacing: -.015em; }
h2 { font-size: 1.6rem; margin: 0 0 .4rem; letter-spacing: -.01em; }
h3 { font-size: 1.05rem; font-weight: 650; margin: 2rem 0 .6rem; }
p { margin: 0; }
small { font-size: .8125em; }
.kicker { color: var(--soft); font-size: .8125rem; letter-spacing: .04em; }
.deck { font: 400 1.25rem/1.45 var(--serif); max-width: 40em; }
.top { border-bottom: 1px solid var(--line); padding-bottom: 2rem; }
section, footer { margin-top: 4rem; }
.intro { color: var(--soft); max-width: 44em; margin-bottom: 1.5rem; }
.marks { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; font-size: .875rem; margin-bottom: 1.5rem; }
.vh:not(:focus):not(:active) {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--paper); z-index: 9; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
a { color: inherit; }
.axis, .unit, .na { color: var(--soft); }
.level { display: inline-block; max-width: 100%; }
.num { text-align: right; white-space: nowrap; }
.verdict { white-space: nowrap; }
.mark { display: inline-block; width: 1.25em; text-align: center; font-weight: 700; }
.v-fail { --v: var(--loss); } .v-pass { --v: var(--gain); } .v-inconclusive { --v: var(--doubt); }
.v-uninformative, .v-not_gated { --v: var(--soft); }
.verdict, .mark { color: var(--v); }
.verdict.v-fail { font-weight: 650; }

.notice { border-left: 3px solid var(--doubt); background: var(--panel); padding: 1rem 1.4rem; margin-top: 2rem; }
.notice.doubt { border-color: var(--loss); }
.notice h2 { font: 650 1.05rem/1.3 var(--sans); margin-bottom: .35rem; letter-spacing: 0; }
.notice ul { margin: 0; padding-left: 1.2em; max-width: 60em; } .notice li + li { margin-top: .3rem; }
.floor { margin-top: 2rem; max-width: 52em; }
details { border-top: 1px solid var(--line); } details + :not(details) { margin-top: 1.5rem; }
summary { cursor: pointer; padding: .6rem 0; }
details[open] > summary { margin-bottom: .4rem; }

.cards { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
.card { background: var(--panel); border-top: 3px solid var(--v); padding: 1.1rem 1.4rem 1.2rem; }
.card h3 { margin: 0; }
.card header { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; align-items: baseline; }
.bits { color: var(--soft); font-size: .875rem; }
.halves { display: grid; grid-template-columns: 1fr 1fr; gap: 1.75rem; margin: 1.1rem 0 1rem; }
.half { display: grid; grid-template-rows: 1fr auto auto auto; min-width: 0; }
.label { font-size: .875rem; line-height: 1.35; align-self: start; }
.label b { display: block; font-weight: 400; color: var(--soft); }
.big { font: 600 2.25rem/1.2 var(--serif); letter-spacing: -.02em; white-space: nowrap; margin-top: .35rem; }
.big .unit { font: 400 .875rem var(--sans); letter-spacing: 0; margin-left: .35em; }
.big .na { font-size: 1.5rem; } .big .na small { font: 400 .875rem var(--sans); letter-spacing: 0; }
.bar { height: 6px; background: var(--line); margin: .35rem 0 .4rem; }
.bar i { display: block; height: 100%; min-width: 1px; background: var(--gain); }
.bar.lost i { background: var(--loss); }
.scores { font-size: .875rem; color: var(--soft); min-height: 1.5em; }
.ratio, .also { font-size: .875rem; }
.card details { margin-top: .8rem; font-size: .875rem; color: var(--soft); } .card details p + p { margin-top: .6rem; }
.also { color: var(--soft); border-top: 1px solid var(--line); margin-top: .8rem; padding-top: .7rem; }

table { border-collapse: collapse; }
caption { text-align: left; }
th { font-weight: 400; text-align: left; }
thead th { color: var(--soft); font-size: .8125rem; vertical-align: bottom; }
.scroll { position: relative; overflow-x: auto; }
.heatmap { border-collapse: separate; border-spacing: 2px; min-width: min(100%, 34rem); margin-top: 1rem; }
.heatmap caption, .forest caption { padding-bottom: .6rem; font-size: .9375rem; }
.heatmap caption { font-weight: 650; }
.heatmap thead th { padding: 0 0 .25rem; }
.heatmap thead th + th { text-align: right; padding: 0 .6rem .25rem; min-width: 6.5rem; }
.heatmap.ungated .mark { display: none; } .heatmap.ungated td { padding-right: .6rem; }
.heatmap tbody th, .heatmap tfoot th { padding: .3rem 1.2rem .3rem 0; min-width: 9rem; max-width: 24rem; line-height: 1.35; }
.heatmap td { position: relative; text-align: right; padding: .35rem .3rem .35rem .6rem; white-space: nowrap; background: var(--z); color: var(--z-ink); }
.heatmap td .mark { color: inherit; margin-left: .15em; }
.heatmap td.l1 { background: var(--l1); } .heatmap td.g1 { background: var(--g1); }
.heatmap td.l2 { background: var(--l2); } .heatmap td.g2 { background: var(--g2); }
.heatmap td.l3 { background: var(--l3); color: var(--strong-ink); }
.heatmap td.g3 { background: var(--g3); color: var(--strong-ink); }
.heatmap td.l4 { background: var(--l4); color: var(--strongest-ink); }
.heatmap td.g4 { background: var(--g4); color: var(--strongest-ink); }
.heatmap td.fail .num { font-weight: 700; }
.heatmap td.none, .heatmap tfoot td { background: none; color: inherit; }
.heatmap td.na, .heatmap td.uninformative {
  background: repeating-linear-gradient(135deg, var(--z) 0 5px, var(--paper) 5px 10px);
  color: var(--soft);
}
.heatmap tfoot { font-weight: 650; }
.heatmap tfoot th { font-weight: 650; }
.tip {
  position: absolute; right: 0; bottom: calc(100% + 4px); z-index: 3; width: max-content;
  max-width: 17rem; padding: .5rem .7rem; background: var(--ink); color: var(--paper);
  font-size: .8125rem; font-weight: 400; line-height: 1.4; text-align: left; white-space: normal;
  visibility: hidden; pointer-events: none;
}
.heat:hover .tip, .heat:focus .tip { visibility: visible; }
.legend { display: flex; flex-wrap: wrap; gap: 2px; align-items: center; margin: .6rem 0 2.5rem; font-size: .75rem; color: var(--soft); }
.legend > span { padding: .15rem .5rem; }
.legend > span:first-child { padding-left: 0; }
.swatch { color: var(--z-ink); background: var(--z); }
.swatch.l1 { background: var(--l1); } .swatch.l2 { background: var(--l2); }
.swatch.l3 { background: var(--l3); color: var(--strong-ink); }
.swatch.l4 { background: var(--l4); color: var(--strongest-ink); }
.swatch.g1 { background: var(--g1); } .swatch.g2 { background: var(--g2); }
.swatch.g3 { background: var(--g3); color: var(--strong-ink); }
.swatch.g4 { background: var(--g4); color: var(--strongest-ink); }

.forest { width: 100%; margin-top: .5rem; font-size: .9375rem; table-layout: fixed; }
.c-name { width: 15rem; } .c-num { width: 4.5rem; } .c-range { width: 9rem; } .c-verdict { width: 9.5rem; }
.forest th { padding: .1rem 1rem .1rem 0; line-height: 1.25; }
.forest td { padding: 0; }
.forest td.range { color: var(--soft); font-size: .875em; padding-left: .5rem; }
.forest td:last-child { padding-left: 1.25rem; }
.forest td.num { font-weight: 600; } .forest td.range { font-weight: 400; }
.forest tr.total > * { border-top: 1px solid var(--line); } .forest tr.total th { font-weight: 650; }
.forest td .na { white-space: normal; font-weight: 400; }
svg { display: block; overflow: visible; }
.forest td.plot { position: relative; height: 1.9rem; }
.strip { position: absolute; inset: -.5px 0; width: 100%; height: calc(100% + 1px); }
.beyond { fill: var(--beyond); }
.noise { fill: var(--noise); fill-opacity: .28; }
.zero { stroke: var(--soft); stroke-width: 1; }
.margin { stroke: var(--loss); stroke-width: 1; stroke-dasharray: 3 3; }
.ci { stroke: var(--v, var(--ink)); stroke-width: 2; }
.m circle, .m path { fill: var(--v); stroke: var(--v); stroke-width: 2; }
.m.v-inconclusive circle, .m.v-uninformative circle { fill: var(--paper); }
.m.v-fail path { fill: none; stroke-width: 3; }
.m.v-not_gated circle { stroke: none; }
.m.total path { fill: var(--ink); stroke: none; }
.ticks { width: 100%; height: 20px; }
.ticks text, .ladder-plot text { fill: var(--soft); font-size: 12px; text-anchor: middle; }
.forest .axis-row td { color: var(--soft); font-size: .75rem; width: auto; padding-left: .5rem; }
.forest .axis-row td.plot { padding: 0; }

.ladder { list-style: none; margin: 0; padding: 0; display: grid; gap: 1.75rem 2rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 14.5rem), 1fr)); }
.ladder li { display: grid; grid-template-rows: 1fr auto auto; min-width: 0; }
.ladder .words { color: var(--soft); font-size: .8125rem; margin-top: .3rem; min-height: 3.4rem; align-self: start; }
.ladder p { font-size: .875rem; line-height: 1.3; align-self: end; }
.ladder-plot { width: 100%; height: 120px; margin-top: .25rem; }
.ladder-plot .cliff { stroke: var(--loss); stroke-width: 1; stroke-dasharray: 3 3; }
.ladder-plot .floor { stroke: var(--line); }
.ladder-plot .rung { stroke: var(--soft); stroke-width: 1.5; }
.ladder-plot text { fill: var(--ink); font-size: 12px; }

.filters { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; align-items: end; margin-bottom: 1rem; font-size: .8125rem; color: var(--soft); }
.filters[hidden] { display: none; }
.filters label { display: grid; gap: .2rem; }
.filters input, .filters select, button {
  font: inherit; font-size: .9375rem; color: var(--ink); background: var(--paper);
  border: 1px solid var(--line); border-radius: 3px; padding: .35rem .6rem; min-height: 2.25rem; max-width: 100%;
}
.filters output { margin-left: auto; align-self: center; }
.data { width: 100%; font-size: .8125rem; line-height: 1.35; }
.data th, .data td { padding: .45rem .8rem .45rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
.data thead th { border-bottom: 1px solid var(--soft); white-space: nowrap; }
.data tbody th { min-width: 8.5rem; }
.data td { overflow-wrap: break-word; }
.data td[data-v] small { display: block; }
.data th:last-child, .data td:last-child { padding-right: 0; }
.data [data-v], .data td:nth-child(n + 4):nth-child(-n + 11), .quantiles :is(td, thead th):nth-child(n + 3) { text-align: right; white-space: nowrap; }
.quantiles td small { display: block; color: var(--soft); }
.data tbody tr:hover { background: var(--panel); }
.data .note { display: block; color: var(--soft); min-width: 8rem; max-width: 14rem; }
.data thead button {
  all: unset; cursor: pointer; color: inherit; font: inherit; white-space: nowrap; padding: .2rem 0; box-sizing: border-box;
}
.data thead button::after { content: "\2195"; opacity: 0; position: absolute; margin-left: .15em; }
.data thead button:hover::after, .data thead button:focus-visible::after { opacity: .5; }
.data thead [aria-sort] { color: var(--ink); }
.data thead [aria-sort] button::after { opacity: 1; }
.data thead [aria-sort="ascending"] button::after { content: "\2191"; }
.data thead [aria-sort="descending"] button::after { content: "\2193"; }
.data thead button:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }

footer { border-top: 1px solid var(--line); padding-top: 2rem; font-size: .875rem; }
dl { display: grid; gap: .8rem 2rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr)); margin: 1rem 0; }
dt { color: var(--soft); font-size: .8125rem; } dd { margin: 0; }
.digest { color: var(--soft); } code { font: .8125rem ui-monospace, "Liberation Mono", monospace; color: var(--ink); }
.save { margin-top: 1rem; cursor: pointer; }

@media (max-width: 44rem) {
  body { padding-top: 2rem; }
  section, footer { margin-top: 3rem; }
  .halves { gap: 1rem; } .big { font-size: 1.75rem; } .big .unit { display: block; margin: 0; }
  .card { padding: 1rem; }
  .heatmap thead th + th { min-width: 4.5rem; }
  .heatmap tbody th, .heatmap tfoot th { min-width: 8rem; padding-right: .6rem; font-size: .875rem; }
  .forest, .forest caption, .forest tbody { display: block; }
  .forest tr.total { border-top: 1px solid var(--line); margin-top: .7rem; }
  .forest tr.total > * { border-top: 0; }
  .forest tr { display: grid; grid-template-columns: 1fr auto; gap: 0 .75rem; padding-top: .7rem; align-items: baseline; }
  .forest colgroup { display: none; } .forest th, .forest td, .forest td:last-child, .forest td.range { padding: 0; }
  .forest th { grid-column: 1; grid-row: 1; }
  .forest td:last-child { grid-column: 2; grid-row: 1; text-align: right; }
  .forest td.plot { grid-column: 1 / -1; grid-row: 2; }
  .forest td.num { grid-column: 1; grid-row: 3; text-align: left; }
  .forest td.range { grid-column: 2; grid-row: 3; text-align: right; }
  .forest .axis-row { padding-top: 0; } .forest .axis-row td:first-child { display: none; }
  .forest .axis-row td:last-child { grid-row: 3; grid-column: 1 / -1; text-align: center; }
}
@media print {
  :root { --paper: #fff; --panel: #fff; color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  .card { border: 1px solid var(--line); border-top: 3px solid var(--v); }
  .card, .ladder li, tr, .legend { break-inside: avoid; } h2, .intro, caption { break-after: avoid; }
  td, .bar i, .swatch, .bar, .beyond { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .filters, .skip, .save, .tip { display: none; }
  .scroll { overflow: visible; } .data { font-size: 7.5pt; }
}
)css";
}

} // namespace tailgate::report
