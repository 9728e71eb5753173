#include "../sampling/made_population.hpp"
#include "temp_folder.hpp"
#include "thrown.hpp"
#include <doctest/doctest.h>
#include <string>
#include <tailgate/io/sampling_design_json.hpp>

using tailgate::format_error;
using tailgate::parse_sampling_design;
using tailgate::sampling_design;

namespace {

sampling_design recorded_design(tailgate::selection how) {
  auto request = request_of(3, 300, 0xFEDCBA9876543210);
  request.select = how;
  request.allocation.minimum = 100;
  request.allocation.shortfalls = tailgate::on_shortfall::record;
  request.strata[0].standard_deviation = 1.0 / 3;
  request.strata[0].minimum = 90;
  request.strata[0].maximum = 200;
  request.strata[1].exactly = 120;
  return made_population{{4000, 500, 60}}.draw(request).design;
}

nlohmann::json as_json(const sampling_design& design) {
  return nlohmann::json::parse(tailgate::sampling_design_json(design));
}

} // namespace

TEST_CASE("sampling design file: what is written reads back equal, and draws the same") {
  const temp_folder folder;
  const auto path = folder.path() / "design.json";
  for (const auto how :
      {tailgate::selection::equal_probability, tailgate::selection::proportional_to_size}) {
    const auto design = recorded_design(how);
    tailgate::write_sampling_design(path, design);
    const auto read = tailgate::read_sampling_design(path);
    CHECK(read == design);
    audit(read);
    CHECK(digest(read) == digest(design));
    CHECK(made_population{{4000, 500, 60}}.draw(read.request).design == design);
  }
}

TEST_CASE("sampling design file: says which stratum lacks items") {
  const auto json = as_json(recorded_design(tailgate::selection::equal_probability));
  CHECK(json["strata"][2]["missing"] == 40);
  CHECK_FALSE(json["strata"][0].contains("missing"));
  CHECK(json["seed"] == "0xfedcba9876543210");
}

TEST_CASE("sampling design file: changed, cut or foreign files are refused") {
  const auto good = as_json(recorded_design(tailgate::selection::equal_probability));
  const auto number = [&](auto change) {
    auto json = good;
    change(json);
    return thrown_by<format_error>([&] { (void)parse_sampling_design(json, "design.json"); });
  };
  CHECK(number([](auto& j) { j["schema"] = "tailgate.run/1"; }).number == 640);
  CHECK(number([](auto& j) { j.erase("schema"); }).number == 640);
  CHECK(number([](auto& j) { j = 3; }).number == 642);
  CHECK(number([](auto& j) { j["strata"][0]["population"] = 4001u; }).number == 641);
  CHECK(number([](auto& j) { j["allocation"]["total"] = 301u; }).number == 641);
  CHECK(number([](auto& j) { j["seed"] = "0x1"; }).number == 641);
  CHECK(number([](auto& j) { j["seed"] = "17"; }).says("\"seed\" holds \"17\""));
  CHECK(number([](auto& j) { j["seed"] = "0x12345678901234567"; }).number == 642);
  CHECK(number([](auto& j) { j["strata"][1].erase("sampled"); }).says("stratum 1"));
  CHECK(number([](auto& j) { j["strata"][2]["missing"] = 41u; }).number == 642);
  CHECK(number([](auto& j) { j["strata"][2].erase("missing"); }).number == 642);
  CHECK(number([](auto& j) { j["allocation"]["rule"] = "guess"; }).number == 642);
  CHECK(number([](auto& j) { j["allocation"]["extra"] = 1; }).number == 642);
  CHECK(number([](auto& j) { j["select"] = 1; }).number == 642);
}
