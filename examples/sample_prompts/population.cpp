#include "population.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <tailgate/error.hpp>
#include <tailgate/io/line_reader.hpp>
#include <tailgate/sampling/permanent_random_number.hpp>
#include <utility>
#include <vector>

namespace sample_prompts {

namespace {

constexpr std::size_t batch_bytes = std::size_t{1} << 20;
constexpr std::size_t lines_a_piece = 64;

/// An id for a message of one line.
std::string shown(const std::string& id) {
  constexpr std::size_t most = 80;
  std::string text = nlohmann::json(id).dump(-1, ' ', true);
  if (text.size() > most)
    text.replace(most - 4, text.npos, "...\"");
  return text;
}

tailgate::format_error duplicate(const std::string& id, const offered_line& line) {
  return {836, line.place(),
      "the id " + shown(id) + " stands on an earlier line; give each line its own"};
}

} // namespace

/// Lines of one input, one text after the other.
struct population::batch {
  struct entry {
    std::size_t begin = 0;
    std::size_t size = 0;
    std::size_t number = 0; // of the line
    prompt_line prompt{};
    std::optional<tailgate::error> fault{};
  };
  std::string name;
  std::string text;
  std::vector<entry> entries; // reused: only the first `used` hold lines
  std::size_t used = 0;

  [[nodiscard]] std::string_view text_of(const entry& e) const {
    return std::string_view(text).substr(e.begin, e.size);
  }
  entry& add(std::string_view line, std::size_t number) {
    if (used == entries.size())
      entries.emplace_back();
    entry& e = entries[used++];
    e.begin = text.size();
    e.size = line.size();
    e.number = number;
    e.fault.reset();
    text += line;
    return e;
  }
  void clear() {
    text.clear();
    used = 0;
  }
};

population::population(const command_line& options, tailgate::sampling_request request,
    bad_lines& bad, tailgate::executor_ref exec)
    : options_(options), request_(std::move(request)), closed_(!request_.strata.empty()), bad_(bad),
      exec_(exec), ids_(options.id_memory << 20) {
  if (!closed_)
    return;
  sampler_.emplace(request_);
  for (std::size_t k = 0; k < request_.strata.size(); ++k)
    index_.emplace(request_.strata[k].key, k);
}

void population::read(std::istream& in, const std::string& name) {
  tailgate::line_reader reader(in, name);
  batch lines;
  lines.name = name;
  const auto finish = [&] {
    parse(lines);
    offer(lines);
    lines.clear();
  };
  while (const auto line = reader.next()) {
    if (line->size > reader.longest()) {
      try {
        reader.require_whole(*line);
      } catch (const tailgate::format_error& fault) {
        lines.add({}, line->number).fault.emplace(fault);
      }
    } else if (line->text.find_first_not_of(" \t\r") != std::string_view::npos) {
      lines.add(line->text, line->number);
    }
    if (lines.text.size() >= batch_bytes)
      finish();
  }
  finish();
}

void population::parse(batch& lines) const {
  exec_.parallel_for((lines.used + lines_a_piece - 1) / lines_a_piece, [&](std::size_t piece) {
    line_parser parser({options_.axes, options_.axis_keys, options_.text_keys, options_.id_key,
        options_.overwrite_keys});
    tailgate::json_source source{lines.name};
    const std::size_t end = std::min(lines.used, (piece + 1) * lines_a_piece);
    for (std::size_t i = piece * lines_a_piece; i < end; ++i) {
      batch::entry& e = lines.entries[i];
      if (e.fault)
        continue;
      try {
        source.first_line = e.number;
        parser.parse(lines.text_of(e), source, e.prompt);
      } catch (const tailgate::format_error& fault) {
        e.fault.emplace(fault);
      }
    }
  });
}

void population::offer(batch& lines) {
  // One line after the other, so that what is reported does not depend on the threads.
  for (std::size_t i = 0; i < lines.used; ++i) {
    batch::entry& e = lines.entries[i];
    ++lines_;
    try {
      if (e.fault)
        throw tailgate::error(*e.fault);
      offer_line({lines.text_of(e), lines.name, e.number}, e.prompt);
    } catch (const tailgate::argument_error&) { // a mistake in the options
      throw;
    } catch (const tailgate::error& fault) {
      bad_.report(fault);
    }
  }
}

void population::offer_line(const offered_line& line, const prompt_line& prompt) {
  check_id(prompt.id, line); // first, so that a line that is left out declares no stratum
  const std::size_t index = index_of(prompt.stratum, line);
  try {
    sampler_->offer(index, prompt.id, line);
  } catch (const tailgate::argument_error& fault) {
    if (fault.number() != 311)
      throw;
    throw duplicate(prompt.id, line);
  }
}

std::size_t population::index_of(const tailgate::stratum_key& stratum, const offered_line& line) {
  const auto found = index_.find(stratum);
  if (found != index_.end())
    return found->second;
  if (closed_)
    throw tailgate::format_error(837, line.place(),
        "the stratum '" + stratum.name() +
            "' is not in the design; give the axes and the items that it was drawn from");
  if (index_.size() >= request_.allocation.total)
    throw tailgate::argument_error(838, line.place(),
        "the stratum '" + stratum.name() + "' would be number " +
            std::to_string(index_.size() + 1) + " of a sample of " +
            std::to_string(request_.allocation.total) +
            " items; raise --size, or choose axes with fewer levels");
  tailgate::stratum_request asked{stratum};
  const auto deviation = options_.deviations.find(stratum.name());
  if (deviation != options_.deviations.end())
    asked.standard_deviation = deviation->second;
  std::size_t index = 0;
  if (sampler_) {
    index = sampler_->declare(std::move(asked));
  } else {
    request_.strata.push_back(std::move(asked));
    sampler_.emplace(request_);
  }
  index_.emplace(stratum, index);
  return index;
}

void population::check_id(const std::string& id, const offered_line& line) {
  if (options_.check_ids != id_check::all)
    return;
  const auto added = ids_.insert(tailgate::hash_of_id(id));
  if (!added)
    throw tailgate::argument_error(839, line.place(),
        "the ids of " + std::to_string(lines_) + " lines need more than the " +
            std::to_string(options_.id_memory) +
            " MiB of --id-memory; raise it, or look for duplicates in the sample only "
            "(--check-ids sample)");
  if (!*added)
    throw duplicate(id, line);
}

line_sample population::draw() {
  if (!sampler_ || index_.empty())
    throw tailgate::incomplete_error(
        840, "inputs", "there is no prompt to draw from; name files with good lines");
  for (const auto& [name, value] : options_.deviations)
    if (std::none_of(index_.begin(), index_.end(),
            [&, &wanted = name](const auto& s) { return s.first.name() == wanted; }))
      throw tailgate::argument_error(841, "--deviation",
          "no item is of stratum '" + name + "'; spell it as the design prints it");
  if (!closed_)
    sampler_->sort_strata(); // they were found in the order of the lines
  line_sample sample = sampler_->draw();
  std::map<std::string_view, std::string_view> places;
  for (const auto& item : sample.items) {
    const auto [earlier, added] = places.emplace(item.id, item.payload.place);
    if (!added)
      throw tailgate::format_error(836, item.payload.place,
          "the id " + shown(item.id) + " stands at " + std::string(earlier->second) +
              " as well, in another stratum; give each line its own");
  }
  return sample;
}

} // namespace sample_prompts
