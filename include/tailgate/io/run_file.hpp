// A saved run: JSON Lines, written once and atomically, with a checksum.
//
//   {"schema":"tailgate.run/1","model":"cliff-7m fp32","model_fingerprint":"9f...", ...}
//   {"id":"q1","stratum":0,"inclusion_probability":1,"expected":"19","output":"18","right":false,
//    "loss":[0.25,1.5],"rank":[1,3],"top":[[7,2],[2,9]]}                         one line an item
//   {"items":1,"sha256":"51..."}
//
//   header   schema, model, model_fingerprint, bits_per_weight, divergence_reference (where items
//            have divergences), prompt_set, prompts_digest, tokenizer_fingerprint,
//            scoring_version, strata [{levels [[axis, level]], natural_frequency, minimum_items,
//            planned_items}], axes [{name, kind}], settings and environment [[name, value]]
//   item     id, stratum (from 0), inclusion_probability, cluster; expected, output, right where
//            there is an answer; loss, rank, top: lists with an entry a token; divergence {forward,
//            reverse, jensen_shannon}; outside_script; seconds
//   trailer  the number of items, and the SHA-256 of all bytes before this line
//
// A number is the shortest decimal that reads back as the same bits; a text of a model that is not
// UTF-8 stands as {"hex": "..."}. What is written therefore reads back equal, bit for bit. A file
// without its trailer, or of other bytes than were written, is refused: a baseline that changed
// since it was measured is none.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <tailgate/core/sha256.hpp>
#include <tailgate/error.hpp>
#include <tailgate/harness/run_faults.hpp>
#include <tailgate/harness/run_record.hpp>
#include <tailgate/io/atomic_file.hpp>
#include <tailgate/io/detail/journal_line.hpp>
#include <tailgate/io/detail/run_line_reader.hpp>
#include <tailgate/io/detail/run_line_writer.hpp>
#include <tailgate/io/mapped_file.hpp>
#include <unordered_set>
#include <utility>

namespace tailgate {

namespace detail {

/// Throws io_error E629 when there is something at `path`: a run is written once.
inline void refuse_existing_run(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(path, ignored)))
    throw io_error(629, path.string(),
        "there is a file already, and a run is written once; read it, choose another name, or "
        "remove it first");
}

/// Calls write(line) for each line of the file. Throws E627, naming `source` and the line.
template <class Write>
void write_run_lines(const run_record& run, const std::string& source, Write write) {
  sha256 hash;
  std::size_t number = 0;
  const auto hashed = [&](const std::string& line) {
    check_line_length(line.size() - 1, source + ':' + std::to_string(++number));
    hash.update(line);
    write(line);
  };
  hashed(run_header_line(run));
  for (const item_record& item : run.items)
    hashed(run_item_line(item));
  write(run_trailer_line(run.items.size(), hash.hex()));
}

} // namespace detail

/// Writes a run, items in the order given. Nothing is at `path` before the whole run is.
///
/// Throws argument_error E481 when the record holds a fault or an id twice, io_error E629 when
/// `path` exists, format_error E627 when an item needs a longer line than is read, and E552 as
/// atomic_file. Holds one line and 1 MiB in memory.
inline void write_run(const std::filesystem::path& path, const run_record& run) {
  check_run(run, path.string());
  detail::refuse_existing_run(path);
  atomic_file file(path);
  std::string pending;
  detail::write_run_lines(run, path.string(), [&](const std::string& line) {
    constexpr std::size_t enough = std::size_t{1} << 20; // one call of the system for many lines
    pending += line;
    if (pending.size() >= enough)
      file.write(std::exchange(pending, {}));
  });
  file.write(pending);
  file.commit();
}

namespace detail {

/// The number of items that the last line states; `body` becomes what stands before that line.
/// Throws E621, E622.
[[nodiscard]] inline std::size_t check_run_trailer(
    std::string_view& body, const std::string& source) {
  const auto cut_off = [&] {
    throw format_error(621, source,
        "the last line is not the trailer with the checksum: the file was cut off, or the run was "
        "interrupted; copy the file again, or resume the run");
  };
  if (!body.ends_with('\n'))
    cut_off();
  const std::size_t begin = body.rfind('\n', body.size() - 2) + 1; // npos + 1 is 0
  const std::string_view line = body.substr(begin);
  body = body.substr(0, begin);
  constexpr std::size_t longest = 128; // two keys, a number and 64 digits
  if (!line.starts_with(R"({"items":)") || line.size() > longest)
    cut_off();
  const std::string place = source + " (trailer)";
  const nlohmann::json value = parse_json_text(line, {place});
  json_fields fields(623, value, place);
  const auto items = fields.count<std::size_t>("items");
  const std::string expected = fields.text("sha256");
  fields.finish();
  const std::string found = sha256_hex(body);
  if (found != expected)
    throw format_error(622, source,
        "the bytes have SHA-256 " + found + " and the trailer says \"" + expected +
            "\": the file was changed after it was written; restore it, or measure the run again");
  return items;
}

} // namespace detail

/// Reads what write_run wrote from memory; `source` names it in messages. See read_run.
[[nodiscard]] inline run_record parse_run(std::string_view text, const std::string& source) {
  if (detail::is_journal(text))
    throw format_error(621, source,
        "this is the journal of a run that was interrupted; resume the run, which makes the file");
  if (!text.starts_with(detail::run_magic))
    throw format_error(620, source,
        text.starts_with(detail::run_magic_of_any_version)
            ? "the run has another version of the format than tailgate.run/1; read it with the "
              "release that wrote it, or measure it again"
            : "this is not a saved run; it must begin with {\"schema\":\"tailgate.run/1\",");
  const std::size_t stated = detail::check_run_trailer(text, source);
  std::size_t number = 0;
  const auto next = [&] { // every line of the body has its end
    const std::size_t feed = text.find('\n');
    const std::string_view line = text.substr(0, feed);
    text.remove_prefix(feed + 1);
    ++number;
    return line;
  };
  if (text.empty())
    throw format_error(620, source, "there is a trailer and no header; name a saved run");
  const std::string_view first = next();
  run_record run = detail::read_run_header(first, {source, number});
  std::unordered_set<std::string> ids;
  while (!text.empty()) {
    const std::string_view line = next();
    const detail::run_line_place at{source, number};
    run.items.push_back(detail::read_run_item(line, run, at));
    if (!ids.insert(run.items.back().id).second)
      throw format_error(626, at.text(),
          "the id '" + run.items.back().id +
              "' is taken by an earlier line; runs are paired by id");
  }
  if (run.items.size() != stated)
    throw format_error(622, source,
        "there are " + std::to_string(run.items.size()) + " items and the trailer says " +
            std::to_string(stated) + "; restore the file, or measure the run again");
  return run;
}

/// Reads a run and checks all of it: the checksum before anything else is believed, then every
/// value.
///
/// Throws io_error E550, E551 as mapped_file; format_error E620 (not a saved run, or of another
/// version), E621 (no trailer: cut off or interrupted), E622 (checksum or number of items), and
/// with file and line E560 to E564 (not strict JSON), E623 (a key missing, unknown or of a wrong
/// type), E624 (the header's values), E625 (an item's values), E626 (an id twice), E627 (a line too
/// long). Linear; memory grows with the items and one line.
[[nodiscard]] inline run_record read_run(const std::filesystem::path& path) {
  const mapped_file file(path);
  return parse_run(file.text(), path.string());
}

} // namespace tailgate
