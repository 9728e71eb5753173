// Records a run while it happens, so that an interrupted run resumes where it stopped.
//
//   run_journal journal("baseline.jsonl", header, prompt_ids(set)); // resumes
//   baseline.jsonl.partial for (const prompt& item : set.prompts)
//     if (!journal.contains(item.id))
//       journal.append(measure(item));
//   const run_record run = journal.finish();                        // baseline.jsonl is there,
//   whole
//
// Items go to FILE.partial, a line each with a check of its own (io/detail/journal_line.hpp).
// Whatever ends the process, at any instant: FILE is not there and FILE.partial holds every batch
// whose append() returned, or FILE is there and whole. On resuming, the lines from the first one
// that is not whole are cut off; their items are measured again.
//
// finish() writes the items in the order of the prompts, in whatever order they were measured.
// Where the model is deterministic, an interrupted and resumed run therefore gives the same bytes
// as one that was not interrupted, apart from wall times and the environment, which stays that of
// the first start. A FILE.partial that is left beside FILE, because the process ended between
// publishing and removing, holds nothing that FILE does not.
#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <tailgate/error.hpp>
#include <tailgate/harness/run_difference.hpp>
#include <tailgate/harness/run_faults.hpp>
#include <tailgate/harness/run_record.hpp>
#include <tailgate/io/detail/journal_file.hpp>
#include <tailgate/io/detail/journal_line.hpp>
#include <tailgate/io/detail/run_line_reader.hpp>
#include <tailgate/io/detail/run_line_writer.hpp>
#include <tailgate/io/mapped_file.hpp>
#include <tailgate/io/run_file.hpp>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace tailgate {

/// One run being recorded. Not safe for concurrent calls; two processes, or two journals of one
/// process, cannot record one run (POSIX: flock; elsewhere nothing prevents it).
class run_journal {
public:
  /// Starts recording a run that finish() will publish as `target`, or resumes it when
  /// `target`.partial is there. `header` is the run without items; `planned` the ids of all
  /// prompts in their order (prompt_ids); `missing` how many more the design plans that nobody
  /// found (prompt_set::missing_items).
  ///
  /// Throws argument_error E481 (the header holds a fault) or E628 (it has items, or `planned` has
  /// an id twice or another number of ids than the design); io_error E629 (`target` exists: the run
  /// is finished), E630 (another process records it), E633 (the partial file cannot be opened or
  /// written), E551 (it is not a regular file); format_error E631 (it is of another run; names what
  /// differs), E632 (it is not a journal), and for whole lines with impossible content E560 to E564
  /// and E623 to E627 as read_run.
  run_journal(std::filesystem::path target, const run_record& header,
      std::span<const std::string> planned, std::size_t missing = 0)
      : target_(std::move(target)), header_(header) {
    if (!header_.items.empty())
      throw argument_error(628, target_.string(),
          "the header has " + std::to_string(header_.items.size()) +
              " items; append them one by one as they are measured");
    check_run(header_, target_.string());
    plan(planned, missing);
    detail::refuse_existing_run(target_);
    file_.emplace(partial_path(target_));
    refuse_finished();
    resume();
  }

  /// Where the unfinished run is kept.
  [[nodiscard]] static std::filesystem::path partial_path(std::filesystem::path target) {
    return target += ".partial";
  }

  /// Whether the item is recorded already.
  [[nodiscard]] bool contains(const std::string& id) const {
    const auto found = planned_.find(id);
    return found != planned_.end() && found->second.recorded;
  }
  /// How many items are recorded.
  [[nodiscard]] std::size_t size() const noexcept { return recorded_; }
  /// How many of the planned items are not.
  [[nodiscard]] std::size_t remaining() const noexcept { return planned_.size() - recorded_; }
  /// How many bytes at the end of the partial file were not whole lines and were cut off.
  [[nodiscard]] std::size_t dropped_bytes() const noexcept { return dropped_; }

  /// Records a batch with one write and one flush to the disk (milliseconds): batches should take
  /// seconds to measure. Either all of the batch is recorded or an exception is thrown.
  /// Throws argument_error E626 (an item is recorded already), E628 (an item holds a fault, or is
  /// not planned), E635 (after finish()); format_error E627 (an item is too long); io_error E633.
  void append(std::span<const item_record> batch);
  void append(const item_record& item) { append(std::span(&item, 1)); }

  /// Reads everything back, publishes it as the target and removes the partial file. Returns the
  /// run, items in the order planned. Items that were never recorded are missing in it, which a
  /// comparison counts against the verdict (harness/run_comparison.hpp).
  /// Throws argument_error E635 when called again, E632 when the partial file was changed from
  /// outside, and what write_run throws; the partial file then stays. O(n log n).
  run_record finish();

private:
  struct plan_entry {
    std::size_t position = 0;
    bool recorded = false;
  };

  void plan(std::span<const std::string> planned, std::size_t missing);

  [[noreturn]] void refuse_partial(int number, const std::string& text) const {
    throw format_error(number, partial_path(target_).string(),
        text + "; to begin anew, remove this file or choose another name");
  }

  void check_open() const {
    if (!file_)
      throw argument_error(
          635, target_.string(), "the run is finished; nothing can be recorded any more");
  }

  /// The process that held the lock may have finished the run while this one waited to open the
  /// partial file, which then is a new one.
  void refuse_finished() {
    std::error_code ignored;
    if (std::filesystem::exists(target_, ignored) &&
        std::filesystem::file_size(file_->path(), ignored) == 0)
      file_->remove();
    detail::refuse_existing_run(target_);
  }

  /// Takes the items off `text`, front to back, while lines are whole.
  template <class Take>
  void take_items(std::string_view& text, Take take) const {
    const std::string source = partial_path(target_).string();
    for (std::size_t number = 2; const auto line = detail::take_journal_line(text); ++number)
      take(detail::read_run_item(*line, header_, {source, number}), number);
  }

  /// Takes the first line off and adopts its environment.
  void take_header(std::string_view& text);
  void resume();

  std::filesystem::path target_;
  run_record header_;
  std::unordered_map<std::string, plan_entry> planned_; // by id
  std::size_t recorded_ = 0;
  std::size_t dropped_ = 0;
  std::optional<detail::journal_file> file_; // empty after finish()
};

inline void run_journal::plan(std::span<const std::string> planned, std::size_t missing) {
  planned_.reserve(planned.size());
  for (const std::string& id : planned)
    if (!planned_.emplace(id, plan_entry{planned_.size()}).second)
      throw argument_error(
          628, target_.string(), "the id '" + id + "' is planned twice; pass prompt_ids(prompts)");
  const std::vector<std::size_t>& strata = header_.design.planned_items;
  const auto wanted = std::accumulate(strata.begin(), strata.end(), std::size_t{0});
  if (planned_.size() + missing != wanted)
    throw argument_error(628, target_.string(),
        std::to_string(planned_.size()) + " ids and " + std::to_string(missing) +
            " missing prompts are planned and the design has " + std::to_string(wanted) +
            " prompts; make both from one prompt set");
}

inline void run_journal::take_header(std::string_view& text) {
  const auto line = detail::take_journal_line(text);
  const std::string source = partial_path(target_).string();
  if (!line || !line->starts_with(detail::run_magic))
    refuse_partial(632, "the first line is not the whole header of a run");
  run_record found = detail::read_run_header(*line, {source, 1});
  if (const auto difference = find_header_difference(found, header_))
    refuse_partial(631, "this is the journal of another run: " + difference->text);
  header_ = std::move(found);
}

inline void run_journal::resume() {
  std::size_t kept = 0;
  {
    const mapped_file old(file_->path()); // unmapped before the file is cut
    std::string_view text = old.text();
    if (text.find('\n') == text.npos && (text.empty() || detail::is_journal(text))) {
      dropped_ = text.size(); // stopped while the header was written
    } else {
      take_header(text);
      take_items(text, [&](const item_record& item, std::size_t number) {
        const auto entry = planned_.find(item.id);
        if (entry == planned_.end())
          refuse_partial(631, "this is the journal of another run: it has item '" + item.id +
                                  "', which is not planned here");
        if (std::exchange(entry->second.recorded, true))
          throw format_error(626, file_->path().string() + ':' + std::to_string(number),
              "the id '" + item.id + "' is taken by an earlier line; remove this line");
        ++recorded_;
      });
      kept = old.text().size() - text.size();
      dropped_ = text.size();
    }
  }
  file_->truncate(kept);
  if (kept == 0)
    file_->append(detail::journal_line(detail::run_header_line(header_)));
}

inline void run_journal::append(std::span<const item_record> batch) {
  check_open();
  std::string bytes;
  std::unordered_set<std::string_view> added;
  for (const item_record& item : batch) {
    if (const auto fault = find_fault(item, header_))
      throw argument_error(628, target_.string(), *fault);
    if (!planned_.contains(item.id))
      throw argument_error(628, target_.string(),
          "item '" + item.id + "' is not planned; record the prompts of the prompt set");
    if (contains(item.id) || !added.insert(item.id).second)
      throw argument_error(626, target_.string(),
          "item '" + item.id + "' is recorded already; ask contains() before measuring");
    const std::string line = detail::run_item_line(item);
    detail::check_line_length(line.size() - 1, target_.string() + ": item '" + item.id + "'");
    bytes += detail::journal_line(line);
  }
  file_->append(bytes);
  for (const item_record& item : batch)
    planned_.at(item.id).recorded = true;
  recorded_ += batch.size();
}

inline run_record run_journal::finish() {
  check_open();
  run_record run;
  {
    const mapped_file all(file_->path());
    std::string_view text = all.text();
    take_header(text);
    run = header_;
    run.items.reserve(recorded_);
    take_items(text, [&](item_record&& item, std::size_t) {
      if (contains(item.id))
        run.items.push_back(std::move(item));
    });
    if (!text.empty() || run.items.size() != recorded_)
      refuse_partial(632, "the file is not as this process wrote it; another one changed it");
  }
  std::sort(run.items.begin(), run.items.end(), [&](const item_record& a, const item_record& b) {
    return planned_.at(a.id).position < planned_.at(b.id).position;
  });
  write_run(target_, run); // refuses an id twice
  file_->remove();
  file_.reset();
  return run;
}

} // namespace tailgate
