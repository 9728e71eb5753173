// A run with every kind of value, made up.
#pragma once

#include <limits>
#include <string>
#include <tailgate/harness/run_record.hpp>

/// Everything but the items: two strata, one on an ordinal axis.
inline tailgate::run_record made_header() {
  tailgate::run_record run;
  run.design.prompt_set = "sums and \"prose\"";
  run.design.prompts_digest = std::string(64, 'a');
  run.design.tokenizer_fingerprint = std::string(64, 'b');
  run.design.scoring_version = 1;
  run.design.strata = {{tailgate::stratum_key{{"task", "sum"}, {"digits", "2"}}, 0.1, 2},
      {tailgate::stratum_key{{"task", "prose"}}, 3, 1}};
  run.design.axes = {{"digits", tailgate::axis_kind::ordinal}, {"task"}};
  run.design.planned_items = {3, 2};
  run.model = "cliff-7m int4-g128";
  run.model_fingerprint = std::string(64, 'c');
  run.bits_per_weight = 4.15625;
  run.divergence_reference = std::string(64, 'd');
  run.settings = {{"activations", "fp32"}, {"empty", ""}};
  run.environment = {{"threads", "2"}};
  return run;
}

inline tailgate::run_record made_run() {
  tailgate::run_record run = made_header();
  tailgate::item_record sum;
  sum.id = "q1";
  sum.cluster = "source\tA";
  sum.inclusion_probability = 0.1;
  sum.expected = "19";
  sum.output = "18\n\u2028\"";
  sum.tokens = {{0.1, 1, {7, 2}}, {-0.0, 4294967295, {4294967295, 0}}};
  sum.divergence = tailgate::divergence_record{1e-300, 1.0 / 3, 0.69};
  sum.outside_script = 1.0 / 7;
  sum.seconds = 0.25;
  tailgate::item_record bytes = sum;
  bytes.id = "q2 \u00e4";
  bytes.cluster.clear();
  bytes.expected = std::string("\0\xff", 2);
  bytes.output = "\xc3";
  bytes.right = true;
  bytes.tokens.clear();
  bytes.divergence.reset();
  bytes.outside_script.reset();
  bytes.seconds.reset();
  tailgate::item_record prose;
  prose.id = "p1";
  prose.stratum = 1;
  prose.inclusion_probability = std::numeric_limits<double>::denorm_min();
  prose.tokens = {{1e22, 12, {}}, {std::numeric_limits<double>::max(), 3, {}},
      {123456789012345680000.0, 1, {}}};
  run.items = {sum, bytes, prose};
  return run;
}
