// Reads the prompts once and offers them to a sampler whose strata are found on the way.
#pragma once

#include "axes.hpp"
#include "bad_lines.hpp"
#include "command_line.hpp"
#include "hash_set.hpp"
#include "sample_file.hpp"

#include <cstddef>
#include <cstdint>
#include <istream>
#include <map>
#include <optional>
#include <string>
#include <tailgate/core/executor.hpp>
#include <tailgate/sampling/stratified_sampler.hpp>

namespace sample_prompts {

/// The sampler, a set of ids, and counts. Memory: the strata's reservoirs, of at most --size lines
/// each, --id-memory, and a batch of about 1 MiB of lines.
class population {
public:
  /// With strata in `request` exactly these are drawn from, otherwise those that are found. Both
  /// references must outlive this.
  population(const command_line& options, tailgate::sampling_request request, bad_lines& bad,
      tailgate::executor_ref exec);

  /// Reads one input to its end. Faults of lines go to `bad`: E560 to E564, E644 (too long), E645,
  /// E832 to E835 (see line_parser), E836 (duplicate id), E837 (a stratum that the design lacks).
  /// Throws io_error E550, argument_error E838 (more strata than items are asked for), E839 (the
  /// ids outgrow their memory).
  void read(std::istream& in, const std::string& name);

  /// The sample, strata in the order of their names. Call once, last. Throws format_error E836 when
  /// two items of the sample have one id, which only --check-ids sample leaves to this point,
  /// incomplete_error E840 when nothing was read, argument_error E841 when --deviation names a
  /// stratum that was not found, and as stratified_sampler::draw.
  [[nodiscard]] line_sample draw();

  [[nodiscard]] std::uint64_t lines() const noexcept { return lines_; } ///< blank ones not counted

private:
  struct batch;
  void parse(batch& lines) const;
  void offer(batch& lines);
  void offer_line(const offered_line& line, const prompt_line& prompt);
  std::size_t index_of(const tailgate::stratum_key& stratum, const offered_line& line);
  void check_id(const std::string& id, const offered_line& line);

  const command_line& options_;
  tailgate::sampling_request request_;
  bool closed_; // no other strata than those of the request
  bad_lines& bad_;
  tailgate::executor_ref exec_;
  std::map<tailgate::stratum_key, std::size_t> index_;
  std::optional<tailgate::stratified_sampler<drawn_line>> sampler_; // has at least one stratum
  hash_set ids_;
  std::uint64_t lines_ = 0;
};

} // namespace sample_prompts
