// A second unit with the same header: fails to link when a definition in a header is not inline.
#include <tailgate/tailgate.hpp>

unsigned second_unit() {
  tailgate::philox_stream stream(1, 2, 3);
  return stream();
}
