// Tables of prompts that are, and that are nearly, of a class of numeric edges.
#pragma once

#include <cstddef>
#include <doctest/doctest.h>
#include <initializer_list>
#include <string>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_features.hpp>

struct numeric_case {
  const char* text;
  std::size_t band;
};

template <class Edge>
void check_present(std::initializer_list<numeric_case> cases) {
  for (const numeric_case& c : cases) {
    const std::string text = c.text;
    CAPTURE(text);
    const tailgate::numeric_finding found = Edge::detect(tailgate::detail::scanned_text(text));
    CHECK(found.state == tailgate::numeric_state::present);
    CHECK(found.band == c.band);
  }
}

template <class Edge>
void check_absent(std::initializer_list<const char*> texts) {
  for (const std::string text : texts) {
    CAPTURE(text);
    CHECK(Edge::detect(tailgate::detail::scanned_text(text)) == tailgate::numeric_finding{});
  }
}
