#include "numeric_cases.hpp"

#include <doctest/doctest.h>
#include <tailgate/strata/numeric_edge/base_or_identifier.hpp>

using edge = tailgate::numeric_edge::base_or_identifier;

TEST_CASE("literals, identifiers and check digits") {
  check_present<edge>({{"0x1f", edge::base_literal}, {"(0b1011)", edge::base_literal},
      {"0o17 ", edge::base_literal}, {"0XDEADBEEF", edge::base_literal},
      {"550e8400-e29b-41d4-a716-446655440000", edge::uuid_or_hash},
      {"deadbeef-cafe-feed-face-abcdefabcdef", edge::uuid_or_hash},
      {"a-b-(00c0ffee-aaaa-bbbb-cccc-dddddddddddd)", edge::uuid_or_hash},
      {"md5 d41d8cd98f00b204e9800998ecf8427e", edge::uuid_or_hash},
      {"da39a3ee5e6b4b0d3255bfef95601890afd80709", edge::uuid_or_hash},
      {"DE89370400440532013000", edge::checksum}, {"GB29 NWBK 6016 1331 9268 19", edge::checksum},
      {"9780306406157", edge::checksum}, {"978-0-306-40615-7", edge::checksum},
      {"0-306-40615-2", edge::checksum}, {"0-8044-2957-X", edge::checksum},
      {"IBAN DE00370400440532013000", edge::checksum}, {"ISBN 030640615", edge::checksum}});
}

TEST_CASE("wrong check digits, words and plain numbers") {
  check_absent<edge>({"0x", "0b12", "0x1g", "1f", "00x1", "x0x1", "decade",
      "DE88370400440532013000", "9780306406158", "978-0-306-40615-8", "0306406152",
      "550e8400-e29b-41d4-a716-44665544000", "550e8400-e29b-41d4-a716-4466554400001",
      "xdeadbeef-cafe-feed-face-abcdefabcdef", "deadbeef-cafe-feed-face_abcdefabcdef",
      "\xC3\xA9"
      "deadbeef-cafe-feed-face-abcdefabcdef",
      "d41d8cd98f00b204e9800998ecf8427", "12345678901234567890123456789012", "IBAN", "ISBN 12",
      "123456789", "112345678901", "HELLO12345", ""});
}
