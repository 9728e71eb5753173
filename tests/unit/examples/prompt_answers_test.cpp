#include "made_prompts.hpp"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

using namespace made_prompts;
using tailgate::prompt;
using tailgate::prompt_set;

namespace {

// A second way to every answer: schoolbook arithmetic on the digits of the text itself.

std::string without_leading_zeros(std::string digits) {
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return digits;
}

std::string digits_sum(std::string a, std::string b) {
  const std::size_t width = std::max(a.size(), b.size()) + 1;
  a.insert(0, width - a.size(), '0');
  b.insert(0, width - b.size(), '0');
  int carry = 0;
  for (std::size_t i = width; i-- > 0;) {
    const int column = (a[i] - '0') + (b[i] - '0') + carry;
    a[i] = static_cast<char>('0' + column % 10);
    carry = column / 10;
  }
  return without_leading_zeros(a);
}

std::string digits_difference(std::string a, std::string b) { // a >= b
  b.insert(0, a.size() - b.size(), '0');
  int borrow = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    const int column = (a[i] - '0') - (b[i] - '0') - borrow;
    a[i] = static_cast<char>('0' + (column + 10) % 10);
    borrow = column < 0;
  }
  CHECK(borrow == 0);
  return without_leading_zeros(a);
}

std::string digits_product(const std::string& a, const std::string& b) {
  std::string total = "0";
  for (const char digit : b) {
    total = without_leading_zeros(total + '0');
    for (int i = 0; i < digit - '0'; ++i)
      total = digits_sum(total, a);
  }
  return total;
}

std::string solve_sum(const std::string& question) { // a+b or a-b
  const auto terms = split(question, "+-");
  REQUIRE(terms.size() == 2);
  return question.find('+') != std::string::npos ? digits_sum(terms[0], terms[1])
                                                 : digits_difference(terms[0], terms[1]);
}

std::string solve_two_step(const std::string& question) {
  const auto terms = split(question, "()+-*");
  if (question[0] == '(') { // "", a, b, "", c
    REQUIRE(terms.size() == 5);
    return digits_product(digits_sum(terms[1], terms[2]), terms[4]);
  }
  REQUIRE(terms.size() == 3);
  return digits_difference(digits_sum(terms[0], terms[1]), terms[2]);
}

std::string solve_decimal_sum(const std::string& question) {
  std::string plain = question;
  std::erase(plain, '.');
  std::string sum = solve_sum(plain);
  if (sum.size() < 3)
    sum.insert(0, 3 - sum.size(), '0');
  return sum.insert(sum.size() - 2, 1, '.');
}

std::string solve_scientific(const std::string& question) { // moves the point place by place
  const auto parts = split(question, "e");
  std::string digits = parts.at(0);
  for (int steps = std::stoi(parts.at(1)); steps > 0; --steps) {
    const std::size_t point = digits.find('.');
    if (point + 1 == digits.size())
      digits += '0';
    std::swap(digits[point], digits[point + 1]);
  }
  REQUIRE(digits.back() == '.');
  digits.pop_back();
  return digits;
}

std::string solve_modulo(const std::string& question) {
  const auto terms = split(question, "%");
  int rest = std::stoi(terms.at(0));
  while (rest >= std::stoi(terms.at(1)))
    rest -= std::stoi(terms.at(1));
  return std::to_string(rest);
}

std::string solve_maximum(const std::string& question) {
  auto terms = split(question.substr(4, question.size() - 5), ",");
  std::sort(terms.begin(), terms.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  return terms.back();
}

std::string solve_date(const std::string& question) { // walks the calendar day by day
  int year = std::stoi(question.substr(0, 4));
  int month = std::stoi(question.substr(5, 2));
  int day = std::stoi(question.substr(8, 2));
  REQUIRE(question[10] == '+');
  REQUIRE(question.back() == 'd');
  const auto days_in = [](int y, int m) {
    const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    constexpr std::array lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return m == 2 && leap ? 29 : lengths[static_cast<std::size_t>(m - 1)];
  };
  REQUIRE(day <= days_in(year, month));
  for (int left = std::stoi(question.substr(11)); left > 0; --left)
    if (++day > days_in(year, month)) {
      day = 1;
      if (++month > 12) {
        month = 1;
        ++year;
      }
    }
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(year) + '-' + two(month) + '-' + two(day);
}

std::string solve_thousands(const std::string& question) {
  std::string digits;
  const auto groups = split(question, ",");
  for (std::size_t i = 0; i < groups.size(); ++i) {
    CHECK(groups[i].size() <= 3);
    CHECK((i == 0 ? !groups[i].empty() : groups[i].size() == 3));
    digits += groups[i];
  }
  return digits;
}

std::string solve_hexadecimal(const std::string& question) {
  std::string value = "0";
  for (const char c : question.substr(2))
    value = digits_sum(
        digits_product(value, "16"), std::to_string(std::string("0123456789abcdef").find(c)));
  return value;
}

std::string solve_product(const std::string& question) {
  const auto factors = split(question, "*");
  return digits_product(factors.at(0), factors.at(1));
}

std::string solve_edge(const std::string& question) { // a+b, a-b of any sign, or a*b
  if (question.find('*') != std::string::npos)
    return solve_product(question);
  const auto terms = split(question, "+-");
  const bool negative = question.find('-') != std::string::npos &&
                        (terms[0].size() != terms[1].size() ? terms[0].size() < terms[1].size()
                                                            : terms[0] < terms[1]);
  return negative ? '-' + digits_difference(terms[1], terms[0]) : solve_sum(question);
}

const std::map<std::string, std::function<std::string(const std::string&)>> solvers = {
    {"add", solve_sum}, {"sub", solve_sum}, {"carry chain", solve_sum},
    {"half-precision edge", solve_edge}, {"narrow-format edge", solve_edge}, {"mul", solve_product},
    {"2hop", solve_two_step}, {"dec", solve_decimal_sum}, {"sci", solve_scientific},
    {"hex", solve_hexadecimal}, {"mod", solve_modulo}, {"date", solve_date}, {"max", solve_maximum},
    {"separators", solve_thousands}};

} // namespace

TEST_CASE("the second way of solving is right on cases worked by hand") {
  CHECK(solve_sum("9223372036854775807+1") == "9223372036854775808");
  CHECK(solve_sum("1000-999") == "1");
  CHECK(solve_sum("4-4") == "0");
  CHECK(digits_product("999", "99") == "98901");
  CHECK(digits_product("7", "0") == "0");
  CHECK(solve_two_step("(12+7)*3") == "57");
  CHECK(solve_two_step("12+30-7") == "35");
  CHECK(solve_decimal_sum("12.50+3.75") == "16.25");
  CHECK(solve_decimal_sum("0.01+0.02") == "0.03");
  CHECK(solve_scientific("1.5e3") == "1500");
  CHECK(solve_hexadecimal("0x1f") == "31");
  CHECK(solve_modulo("17%5") == "2");
  CHECK(solve_maximum("max(17,4,99)") == "99");
  CHECK(solve_date("1999-12-25+10d") == "2000-01-04");
  CHECK(solve_date("2000-02-28+1d") == "2000-02-29");
  CHECK(solve_date("1900-02-28+1d") == "1900-03-01");
  CHECK(solve_edge("448-999") == "-551");
  CHECK(solve_edge("448*7") == "3136");
  CHECK(solve_thousands("1,234") == "1234");
}

TEST_CASE("every arithmetic answer agrees with an independent computation") {
  const prompt_set set = made(3, 100);
  std::map<std::string, std::size_t> checked;
  for (const prompt& p : set.prompts) {
    const auto solver = solvers.find(task(set, p));
    if (solver == solvers.end())
      continue;
    CAPTURE(p.id);
    CHECK(p.prefix == "12+7=19\n85-31=54\n6*7=42\n");
    CHECK(p.stop == "\n");
    CHECK(p.cluster.empty());
    REQUIRE(p.text.back() == '=');
    REQUIRE(p.answer);
    CHECK(*p.answer == solver->second(p.text.substr(0, p.text.size() - 1)));
    CHECK(('\n' + p.prefix).find('\n' + p.text) == std::string::npos); // not solved in front
    ++checked[solver->first];
  }
  CHECK(checked.size() == solvers.size());
}

TEST_CASE("operands have the digits that their stratum says") {
  const prompt_set set = made(4, 60);
  for (const prompt& p : set.prompts) {
    const std::string digits = level(set.strata[p.stratum].key, "digits");
    if (digits.empty())
      continue;
    CAPTURE(p.id);
    const auto operands = split(p.text.substr(0, p.text.size() - 1), "+-*");
    REQUIRE(operands.size() == 2);
    const auto sizes = split(digits, "x");
    CHECK(operands[0].size() == std::stoul(sizes.front()));
    CHECK(operands[1].size() == std::stoul(sizes.back()));
  }
}

TEST_CASE("the bands of edges are what schoolbook arithmetic and the calendar say") {
  const prompt_set set = made(5);
  std::map<std::string, std::set<std::string>> bands;
  for (const prompt& p : set.prompts) {
    const std::string of = task(set, p), band = level(set.strata[p.stratum].key, "band");
    if (band.empty())
      continue;
    CAPTURE(p.text);
    bands[of].insert(band);
    if (of == "carry chain") {
      const bool up = p.text.find('+') != std::string::npos;
      const auto terms = split(p.text, "+-=");
      // The carries of a - b = c are those of b + c.
      const std::string &a = up ? terms[0] : terms[1], &b = up ? terms[1] : *p.answer;
      std::size_t run = 0, longest = 0;
      for (std::size_t i = 1; i <= std::max(a.size(), b.size()); ++i) {
        const auto digit = [&](const std::string& n) {
          return i <= n.size() ? n[n.size() - i] - '0' : 0;
        };
        run = digit(a) + digit(b) + (run > 0) > 9 ? run + 1 : 0;
        longest = std::max(longest, run);
      }
      CHECK(band == (longest == 2 ? "run of 2" : "run of 3-4"));
      CHECK(longest >= 2);
      CHECK(longest <= 4);
    } else if (of == "date") {
      const std::string day = p.text.substr(0, 10);
      CHECK(band == (day >= "2038-01-19"           ? "beyond 2038"
                        : day.substr(5) == "02-29" ? "29 February"
                                                   : "date or time"));
    } else if (of == "sci") {
      CHECK(band ==
            (p.text[p.text.find('e') + 1] < '5' ? "exponent below 5" : "exponent of 5 or more"));
    }
  }
  CHECK(bands.at("carry chain").size() == 2);
  CHECK(bands.at("date").size() == 3);
  CHECK(bands.at("sci").size() == 2);
  CHECK(bands.at("hex") == std::set<std::string>{"base literal"});
  CHECK(bands.at("2hop") == std::set<std::string>{"2 operations"});
  CHECK(bands.at("separators") == std::set<std::string>{"comma groups"});
  CHECK(bands.at("narrow-format edge") == std::set<std::string>{"8-bit float"});
  CHECK(bands.at("half-precision edge") == std::set<std::string>{"integer precision", "overflow"});
}
