#include "measurement.hpp"

#include "formats_of_model.hpp"
#include "planning.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <numeric>
#include <tailgate/error.hpp>
#include <tailgate/harness/paired_run.hpp>
#include <tailgate/harness/prompts_digest.hpp>
#include <tailgate/io/run_journal.hpp>
#include <tailgate/quant/quant_scheme.hpp>
#include <utility>

namespace quality_cliff {

using namespace tailgate;

namespace {

/// The run of each decoder while it is measured, in memory or in a journal.
class recorder {
public:
  recorder(run_record header, const std::filesystem::path& file, const prompt_set& prompts)
      : run_(std::move(header)), order_(prompts.prompts.size()) {
    if (!file.empty())
      journal_ = std::make_unique<run_journal>(file, run_, prompt_ids(prompts),
          std::accumulate(
              prompts.missing_items.begin(), prompts.missing_items.end(), std::size_t{0}));
  }

  [[nodiscard]] bool contains(const std::string& id) const {
    return journal_ != nullptr && journal_->contains(id);
  }

  /// Adds the items of one group, which stand at `places` in the prompt set.
  void add(std::vector<item_record> items, const std::vector<token_item>& places) {
    std::vector<item_record> fresh;
    fresh.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
      if (!journal_)
        order_[places[i].prompt] = std::move(items[i]);
      else if (!journal_->contains(items[i].id))
        fresh.push_back(std::move(items[i]));
    if (!fresh.empty())
      journal_->append(fresh);
  }

  [[nodiscard]] run_record finish() {
    if (journal_)
      return journal_->finish();
    run_.items = std::move(order_);
    return std::move(run_);
  }

private:
  run_record run_;
  std::vector<item_record> order_;
  std::unique_ptr<run_journal> journal_;
};

} // namespace

std::vector<std::string> choose_tiers(const command_line& options) {
  std::vector<std::string> tiers;
  for (const std::string& name : options.tiers) {
    if (name == baseline_name)
      continue;
    tiers.push_back(parse_quant_scheme(name).name());
    if (std::count(tiers.begin(), tiers.end(), tiers.back()) != 1)
      throw argument_error(801, "--tiers", "'" + name + "' is named twice");
  }
  if (tiers.empty())
    throw argument_error(802, "--tiers",
        "there is nothing to judge; name at least one format beside fp32, for example int4-g128");
  if (options.gate && std::find(tiers.begin(), tiers.end(), *options.gate) == tiers.end())
    throw argument_error(803, "--gate",
        "'" + *options.gate + "' is not among the tiers; add it to --tiers or name one of them");
  return tiers;
}

std::string format_of(const run_record& run) {
  for (const auto& [name, value] : run.settings)
    if (name == "format")
      return value;
  return run.model;
}

measurement measure(const command_line& options, const chosen_prompts& chosen,
    const std::vector<std::string>& formats, const std::vector<std::filesystem::path>& files,
    const run_record* saved, executor_ref exec) {
  const prompt_set& prompts = chosen.set;
  const formats_of_model models(options, chosen, formats, exec);
  if (saved) {
    run_record planned;
    planned.design = models.design();
    check_comparable(*saved, planned);
  }
  std::vector<recorder> recorders;
  recorders.reserve(formats.size());
  for (std::size_t d = 0; d < formats.size(); ++d)
    recorders.emplace_back(models.header(d), files[d], prompts);
  const auto tiers = formats.size() - static_cast<std::size_t>(std::count(
                                          formats.begin(), formats.end(), baseline_name));
  std::fputs(plan_summary(options, chosen, std::max<std::size_t>(1, tiers)).c_str(), stdout);
  std::fflush(stdout);
  const auto open = [&](std::size_t prompt) {
    return std::any_of(recorders.begin(), recorders.end(),
        [&](const recorder& r) { return !r.contains(prompts.prompts[prompt].id); });
  };
  models.score(open,
      [&](std::size_t d, std::vector<item_record> records, const std::vector<token_item>& places) {
        recorders[d].add(std::move(records), places);
      });
  measurement result;
  result.vocabulary = models.vocabulary();
  result.runs.reserve(recorders.size());
  for (recorder& r : recorders)
    result.runs.push_back(r.finish());
  return result;
}

} // namespace quality_cliff
