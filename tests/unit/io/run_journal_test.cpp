#include "made_run.hpp"
#include "temp_folder.hpp"
#include "thrown.hpp"

#include <algorithm>
#include <cstddef>
#include <doctest/doctest.h>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/io/run_file.hpp>
#include <tailgate/io/run_journal.hpp>
#include <utility>
#include <vector>

using namespace tailgate;

namespace {

const std::vector<std::string> planned{"q2 \u00e4", "q1", "q3", "p1", "p2"};

/// Resumes (or begins) the run at `path`, measures what is missing, one item a batch, and finishes.
run_record run_to_the_end(const std::filesystem::path& path) {
  run_journal journal(path, made_header(), planned);
  for (const item_record& item : made_run().items)
    if (!journal.contains(item.id))
      journal.append(item);
  return journal.finish();
}

/// The bytes of the published file of a run that was never interrupted.
std::string uninterrupted() {
  const temp_folder folder;
  (void)run_to_the_end(folder.path() / "run.jsonl");
  return temp_folder::content(folder.path() / "run.jsonl");
}

/// The bytes of the partial file with all items.
std::string whole_journal() {
  const temp_folder folder;
  run_journal journal(folder.path() / "run.jsonl", made_header(), planned);
  journal.append(made_run().items);
  return temp_folder::content(folder.path() / "run.jsonl.partial");
}

} // namespace

TEST_CASE("run_journal: items in any order give one published file, in the prompts' order") {
  const temp_folder folder;
  const auto path = folder.path() / "run.jsonl";
  run_record run = made_run(); // q1, q2, p1
  {
    run_journal journal(path, made_header(), planned);
    CHECK(journal.size() == 0);
    journal.append(run.items);
    CHECK(journal.size() == 3);
    CHECK(journal.remaining() == 2);
    CHECK(journal.contains("q1"));
    CHECK_FALSE(journal.contains("q3"));
    CHECK_FALSE(std::filesystem::exists(path)); // nothing under the name before the end
    std::swap(run.items[0], run.items[1]);
    CHECK(journal.finish() == run);
  }
  CHECK(folder.entries() == 1); // the partial file is gone
  CHECK(read_run(path) == run);
  CHECK(temp_folder::content(path) == uninterrupted());
}

TEST_CASE("run_journal: cut at any byte, it resumes and gives the bytes of a whole run") {
  const std::string journal = whole_journal();
  const std::string wanted = uninterrupted();
  const temp_folder folder;
  const auto path = folder.path() / "run.jsonl";
  std::vector<std::size_t> line_ends; // of the header and the items
  for (std::size_t at = 0; at < journal.size(); ++at)
    if (journal[at] == '\n')
      line_ends.push_back(at + 1);
  REQUIRE(line_ends.size() == 4);
  for (std::size_t length = 0; length <= journal.size(); ++length) {
    INFO("cut to " << length << " bytes");
    folder.file("run.jsonl.partial", std::string_view(journal).substr(0, length));
    const auto whole = static_cast<std::size_t>(
        std::upper_bound(line_ends.begin(), line_ends.end(), length) - line_ends.begin());
    {
      const run_journal resumed(path, made_header(), planned);
      REQUIRE(resumed.size() == (whole == 0 ? 0 : whole - 1));
      REQUIRE(resumed.dropped_bytes() == length - (whole == 0 ? 0 : line_ends[whole - 1]));
    }
    (void)run_to_the_end(path);
    REQUIRE(temp_folder::content(path) == wanted);
    REQUIRE(folder.entries() == 1);
    std::filesystem::remove(path);
  }
}

TEST_CASE("run_journal: lines from the first damaged one on are measured again") {
  const std::string journal = whole_journal();
  const std::string wanted = uninterrupted();
  const temp_folder folder;
  const auto path = folder.path() / "run.jsonl";
  const std::size_t items_begin = journal.find('\n') + 1;
  for (std::size_t at = items_begin; at < journal.size(); at += 5) {
    std::string damaged = journal;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    folder.file("run.jsonl.partial", damaged);
    (void)run_to_the_end(path);
    REQUIRE_MESSAGE(temp_folder::content(path) == wanted, at);
    std::filesystem::remove(path);
  }
  // A machine that lost power leaves zeros where blocks were not written.
  std::string zeros = journal;
  std::fill(zeros.end() - 40, zeros.end(), '\0');
  folder.file("run.jsonl.partial", zeros + std::string(4096, '\0'));
  (void)run_to_the_end(path);
  CHECK(temp_folder::content(path) == wanted);
}

TEST_CASE("run_journal: a journal of another run is refused by the field that differs") {
  const temp_folder folder;
  const auto path = folder.path() / "run.jsonl";
  folder.file("run.jsonl.partial", whole_journal());
  const auto resuming = [&](auto change) {
    run_record header = made_header();
    change(header);
    return thrown_by<format_error>([&] { const run_journal journal(path, header, planned); });
  };
  const auto model = resuming([](run_record& h) { h.model_fingerprint = "other"; });
  CHECK(model.number == 631);
  CHECK(model.says("model_fingerprint is \"cccc"));
  CHECK(model.says("there and \"other\" here"));
  CHECK(resuming([](run_record& h) {
    h.settings[0].second = "int8";
  }).says("a setting is \"activations=fp32\" there and \"activations=int8\" here"));
  CHECK(resuming([](run_record& h) {
    h.design.tokenizer_fingerprint = "x";
  }).says("tokenizer_fingerprint"));
  CHECK(resuming([](run_record& h) { h.design.prompts_digest = "x"; }).says("prompts_digest"));
  CHECK(resuming([](run_record& h) {
    h.design.strata[1].natural_frequency = 2;
  }).says("natural_frequency of stratum 'task=prose' is 3 there and 2 here"));
  CHECK(resuming([](run_record& h) { h.bits_per_weight = 8; }).says("4.15625 there and 8 here"));
  CHECK(resuming([](run_record& h) { h.divergence_reference = "x"; }).number == 631);
  CHECK(temp_folder::content(folder.path() / "run.jsonl.partial") == whole_journal());
  CHECK(resuming([](run_record& h) { h.environment = {{"threads", "64"}}; }).number == 0);
}

TEST_CASE("run_journal: a journal with an item that is not planned is of another run") {
  const temp_folder folder;
  folder.file("run.jsonl.partial", whole_journal());
  const std::vector<std::string> others{"q1", "q2", "q3", "q4", "p1"};
  const auto refused = thrown_by<format_error>(
      [&] { const run_journal journal(folder.path() / "run.jsonl", made_header(), others); });
  CHECK(refused.number == 631);
  CHECK(refused.says("item 'q2 \u00e4', which is not planned"));
}

TEST_CASE("run_journal: the environment of the first start stays") {
  const temp_folder folder;
  const auto path = folder.path() / "run.jsonl";
  folder.file("run.jsonl.partial", whole_journal());
  run_record header = made_header();
  header.environment = {{"threads", "64"}};
  run_journal journal(path, header, planned);
  CHECK(journal.finish().environment == made_header().environment);
}

TEST_CASE("run_journal: foreign files are refused and left alone") {
  const temp_folder folder;
  const auto path = folder.path() / "run.jsonl";
  for (const std::string& content : {std::string("my notes"), std::string("my notes\n"),
           std::string("\n"), std::string("0123456789abcdef {\"schema\":\"tailgate.run/1\",}\n")}) {
    folder.file("run.jsonl.partial", content);
    const auto refused =
        thrown_by<format_error>([&] { const run_journal journal(path, made_header(), planned); });
    CHECK(refused.number == 632);
    CHECK(refused.says("run.jsonl.partial"));
    CHECK(temp_folder::content(folder.path() / "run.jsonl.partial") == content);
  }
  std::filesystem::remove(folder.path() / "run.jsonl.partial");
  std::filesystem::create_directory(folder.path() / "run.jsonl.partial");
  CHECK(thrown_by<io_error>([&] {
    const run_journal journal(path, made_header(), planned);
  }).number == 633);
}

TEST_CASE("run_journal: a whole line with impossible content is no accident") {
  const temp_folder folder;
  const auto path = folder.path() / "run.jsonl";
  item_record item = made_run().items[0];
  item.stratum = 9;
  folder.file(
      "run.jsonl.partial", whole_journal() + detail::journal_line(detail::run_item_line(item)));
  const auto refused =
      thrown_by<format_error>([&] { const run_journal journal(path, made_header(), planned); });
  CHECK(refused.number == 625);
  CHECK(refused.says("run.jsonl.partial:5: "));
  folder.file("run.jsonl.partial",
      whole_journal() + detail::journal_line(detail::run_item_line(made_run().items[1])));
  CHECK(thrown_by<format_error>([&] {
    const run_journal journal(path, made_header(), planned);
  }).number == 626);
}

TEST_CASE("run_journal: a finished run is not begun again") {
  const temp_folder folder;
  const auto path = folder.path() / "run.jsonl";
  (void)run_to_the_end(path);
  CHECK(thrown_by<io_error>([&] {
    const run_journal journal(path, made_header(), planned);
  }).number == 629);
  CHECK(folder.entries() == 1); // no partial file was made
}

#if TAILGATE_IO_POSIX // elsewhere there is no lock
TEST_CASE("run_journal: two at one time are refused") {
  const temp_folder folder;
  const auto path = folder.path() / "run.jsonl";
  {
    run_journal first(path, made_header(), planned);
    const auto second =
        thrown_by<io_error>([&] { const run_journal journal(path, made_header(), planned); });
    CHECK(second.number == 630);
    first.append(made_run().items[0]); // the first goes on undisturbed
    CHECK(first.size() == 1);
  }
  const run_journal later(path, made_header(), planned); // closing releases the lock
  CHECK(later.size() == 1);
}
#endif

TEST_CASE("run_journal: mistakes of the caller") {
  const temp_folder folder;
  const auto path = folder.path() / "run.jsonl";
  CHECK(thrown_by<argument_error>([&] {
    const run_journal journal(path, made_run(), planned);
  }).number == 628);
  run_record faulty = made_header();
  faulty.design.strata.clear();
  CHECK(thrown_by<argument_error>([&] {
    const run_journal journal(path, faulty, planned);
  }).number == 481);
  for (const std::vector<std::string>& ids : {std::vector<std::string>{"q1", "q2"},
           std::vector<std::string>{"q1", "q1", "q2", "q3", "p1"}})
    CHECK(thrown_by<argument_error>([&] {
      const run_journal journal(path, made_header(), ids);
    }).number == 628);
  CHECK(folder.entries() == 0);

  run_journal journal(path, made_header(), planned);
  const auto items = made_run().items;
  journal.append(items[0]);
  CHECK(thrown_by<argument_error>([&] { journal.append(items[0]); }).number == 626);
  const std::vector<item_record> repeated{items[1], items[1]};
  CHECK(thrown_by<argument_error>([&] { journal.append(repeated); }).number == 626);
  item_record unplanned = items[1];
  unplanned.id = "q9";
  CHECK(thrown_by<argument_error>([&] { journal.append(unplanned); }).says("not planned"));
  item_record bad = items[2];
  bad.tokens[0].rank = 0;
  const std::vector<item_record> half_bad{items[1], bad};
  CHECK(thrown_by<argument_error>([&] { journal.append(half_bad); }).number == 628);
  CHECK(journal.size() == 1); // nothing of a refused batch is recorded
  CHECK(journal.finish().items.size() == 1);
  CHECK(thrown_by<argument_error>([&] { journal.append(items[1]); }).number == 635);
  CHECK(thrown_by<argument_error>([&] { (void)journal.finish(); }).number == 635);
}

TEST_CASE("run_journal: a file changed under a running journal is not published") {
  const temp_folder folder;
  const auto path = folder.path() / "run.jsonl";
  run_journal journal(path, made_header(), planned);
  journal.append(made_run().items);
  const auto partial = run_journal::partial_path(path);
  std::filesystem::resize_file(partial, std::filesystem::file_size(partial) - 3);
  CHECK(thrown_by<format_error>([&] { (void)journal.finish(); }).number == 632);
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("run_journal: a design may plan prompts that nobody found") {
  const temp_folder folder;
  run_record header = made_header();
  header.design.planned_items[0] += 2;
  const auto open = [&](std::size_t missing) {
    return run_journal(folder.path() / "run.jsonl", header, planned, missing);
  };
  CHECK(thrown_by<argument_error>([&] { (void)open(0); }).number == 628);
  CHECK(thrown_by<argument_error>([&] { (void)open(3); }).number == 628);
  run_journal journal = open(2);
  CHECK(journal.remaining() == planned.size());
  journal.append(made_run().items);
  CHECK(journal.finish().design.planned_items[0] == 5);
}
