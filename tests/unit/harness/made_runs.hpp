// Two runs over three strata, made up: sums with numbers for answers, capitals with other answers,
// and prose, which is scored itself.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <tailgate/harness/run_record.hpp>

enum made_stratum : std::size_t { sums, capitals, prose };

/// A run without items, over 4 items of each stratum.
inline tailgate::run_record empty_run(const std::string& model) {
  tailgate::run_record run;
  run.design.prompt_set = "made";
  run.design.prompts_digest = "prompts";
  run.design.tokenizer_fingerprint = "tokenizer";
  run.design.strata = {{tailgate::stratum_key{{"task", "sum"}, {"digits", "2"}}, 1, 2},
      {tailgate::stratum_key{{"task", "capital"}}, 2, 2},
      {tailgate::stratum_key{{"task", "prose"}}, 7, 2}};
  run.design.axes = {{"digits", tailgate::axis_kind::ordinal}};
  run.design.planned_items = {4, 4, 4};
  run.model = model;
  run.model_fingerprint = "weights of " + model;
  return run;
}

inline tailgate::item_record made_item(made_stratum stratum, std::size_t number) {
  tailgate::item_record item;
  item.stratum = stratum;
  item.id = (stratum == sums ? "s" : stratum == capitals ? "c" : "p") + std::to_string(number);
  if (stratum == sums)
    item.expected = "1" + std::to_string(number) + "0";
  else if (stratum == capitals)
    item.expected = "Paris";
  if (item.expected) {
    item.output = *item.expected;
    item.right = true;
  }
  item.tokens = {{std::log(2.0), 1, {5, 6, 7}}, {std::log(4.0), 2, {8, 9, 10}}};
  if (stratum == prose)
    item.outside_script = 0.0;
  item.seconds = 1;
  return item;
}

/// All answers right, equal losses.
inline tailgate::run_record made_baseline() {
  tailgate::run_record run = empty_run("fp32");
  for (const made_stratum stratum : {sums, capitals, prose})
    for (std::size_t i = 0; i < 4; ++i)
      run.items.push_back(made_item(stratum, i));
  return run;
}

/// The same answers by another model, measured beside the baseline.
inline tailgate::run_record made_candidate() {
  tailgate::run_record run = made_baseline();
  run.model = "int4";
  run.model_fingerprint = "weights of int4";
  run.bits_per_weight = 4.15625;
  run.divergence_reference = "weights of fp32";
  for (tailgate::item_record& item : run.items)
    item.divergence = tailgate::divergence_record{0.25, 0.5, 0.125};
  return run;
}
