// N12 date or time: dates, times of day, and seconds since the epoch.
//
// Why models break: calendars carry at 60, 24, 28 to 31 and 12, the order of day and month is a
// convention that 03/04/2021 leaves open, and the day that exists every fourth year, except when it
// does not, is rare in any text.
//
//   date or time     2023-05-17, 17/05/2023, 17 May 2023, 23:40
//   ambiguous order  03/04/2021 with / or -: day and month both at most 12, and not equal
//   29 February      in any notation and any year
//   epoch            "unix", "epoch" or "timestamp" with a number, and 1970-01-01
//   beyond 2038      dates from 19 January 2038, or epoch seconds from 2^31 - 1, where a signed
//                    32-bit count ends
//
// Reference: ISO 8601-1:2019; POSIX.1-2017, section 4.16 (seconds since the epoch).
//
// Limits: month names are known in English; a year alone is no date; "may 5" is taken for a date,
// and scores such as 21:15 for a time. Dates are those of the proleptic Gregorian calendar.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/strata/detail/date_scanner.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeral.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/detail/word_list.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>
#include <tuple>

namespace tailgate::numeric_edge {

struct date_or_time {
  static constexpr numeric_class id = numeric_class::date_or_time;
  enum band : std::size_t { plain, ambiguous_order, leap_day, epoch, beyond_2038 };

  [[nodiscard]] static numeric_finding detect(const detail::scanned_text& text) {
    numeric_finding finding;
    const auto found = [&](std::size_t b) {
      finding = {numeric_state::present, std::max(finding.band, b)};
    };
    for (const detail::found_date& date : detail::date_scanner::scan(text)) {
      const auto ymd = std::tuple(date.year, date.month, date.day);
      found(date.what == detail::found_date::kind::either_order ? ambiguous_order : plain);
      if (date.month == 2 && date.day == 29)
        found(leap_day);
      if (ymd == std::tuple(1970, 1, 1))
        found(epoch);
      if (ymd >= std::tuple(2038, 1, 19))
        found(beyond_2038);
    }
    static constexpr detail::word_list words({"unix", "epoch", "timestamp", "timestamps"});
    if (!text.numerals().empty() && text.has_word(words)) {
      found(epoch);
      for (const detail::numeral& n : text.numerals())
        if (n.is_integer() && beyond_32_bits(n.integer))
          found(beyond_2038);
    }
    return finding;
  }

  [[nodiscard]] static detail::numeric_question draw(std::size_t band, detail::decisions& from) {
    using namespace std::chrono;
    const auto number = [&](std::int64_t low, std::int64_t high) {
      return static_cast<int>(from.between(low, high));
    };
    if (band == epoch || band == beyond_2038) {
      const std::int64_t past = (std::int64_t{1} << 31) - 1;
      const std::int64_t seconds =
          band == epoch ? from.between(86400, past - 1) : past + from.between(0, 1'000'000'000);
      return {"Unix time " + std::to_string(seconds) + " as an ISO 8601 date and time in UTC is:\n",
          iso_date(sys_days(days(seconds / 86400))) + 'T' + clock(seconds % 86400, true) + 'Z'};
    }
    if (band == ambiguous_order) {
      const int y = number(1950, 2037), a = number(1, 12), step = number(1, 11);
      const int b = (a + step - 1) % 12 + 1;
      const bool day_first = from.coin();
      const auto month_value = static_cast<unsigned>(day_first ? b : a);
      const auto day_value = static_cast<unsigned>(day_first ? a : b);
      return {two_digits(a) + '/' + two_digits(b) + '/' + std::to_string(y) + ", written " +
                  (day_first ? "day/month/year" : "month/day/year") + ", is in ISO 8601:\n",
          iso_date(sys_days(year(y) / month(month_value) / day(day_value)))};
    }
    if (band == plain && from.coin()) {
      const std::int64_t start = number(0, 1439), later = number(1, 720);
      return {clock(start * 60, false) + " plus " + std::to_string(later) + " minutes is:\n",
          clock((start + later) % 1440 * 60, false)};
    }
    const int y = band == leap_day ? 4 * number(476, 509) : number(1971, 2037);
    year_month_day date = year(y) / February / 29;
    if (band != leap_day) {
      const auto day_value = static_cast<unsigned>(number(1, 28));
      date = year(y) / month(static_cast<unsigned>(number(1, 12))) / day(day_value);
    }
    const int distance = number(1, band == leap_day ? 400 : 60);
    const bool later = from.coin();
    return {
        iso_date(date) + (later ? " plus " : " minus ") + std::to_string(distance) + " days is:\n",
        iso_date(sys_days(date) + days(later ? distance : -distance))};
  }

private:
  [[nodiscard]] static std::string two_digits(std::int64_t value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
  }

  [[nodiscard]] static std::string iso_date(std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    return std::to_string(static_cast<int>(date.year())) + '-' +
           two_digits(static_cast<unsigned>(date.month())) + '-' +
           two_digits(static_cast<unsigned>(date.day()));
  }

  [[nodiscard]] static std::string clock(std::int64_t seconds, bool to_the_second) {
    return two_digits(seconds / 3600) + ':' + two_digits(seconds / 60 % 60) +
           (to_the_second ? ':' + two_digits(seconds % 60) : "");
  }

  /// Ten digits from 2147483647, or up to twelve; milliseconds have thirteen.
  [[nodiscard]] static bool beyond_32_bits(const std::string& digits) noexcept {
    return digits[0] != '0' && ((digits.size() == 10 && digits >= "2147483647") ||
                                   digits.size() == 11 || digits.size() == 12);
  }
};

} // namespace tailgate::numeric_edge
