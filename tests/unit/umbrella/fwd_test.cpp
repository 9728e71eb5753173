// The forward names come first, so that a class key or a template parameter list that differs from
// the definition does not compile.
#include <tailgate/fwd.hpp>

#include <doctest/doctest.h>
#include <tailgate/tailgate.hpp>

namespace {

template <class... T>
constexpr bool all_defined = (... && (sizeof(T) > 0));

} // namespace

TEST_CASE("every forward name has a definition in the umbrella") {
  using namespace tailgate;
  static_assert(
      all_defined<estimate<int>, interval, matrix_view<float>, executor_ref, philox_stream>);
  static_assert(all_defined<quant_scheme, quantized_matrix, stratum_key>);
  static_assert(all_defined<declared_stratum, aggregate, breakdown, paired_summary>);
  static_assert(all_defined<prompt, prompt_set, gate_options, gate, comparison>);
  static_assert(
      all_defined<error, argument_error, shape_error, format_error, io_error, incomplete_error>);
}

TEST_CASE("the version's parts and its text agree") {
  CHECK(std::to_string(TAILGATE_VERSION_MAJOR) + "." + std::to_string(TAILGATE_VERSION_MINOR) +
            "." + std::to_string(TAILGATE_VERSION_PATCH) ==
        TAILGATE_VERSION_STRING);
}
