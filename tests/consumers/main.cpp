// The program of the consumers: two units that include the library, linked together.
#include <cstdio>
#include <tailgate/tailgate.hpp>

unsigned second_unit();

int main() {
  tailgate::philox_stream stream(1, 2, 3);
  if (stream() != second_unit())
    return 1;
  std::printf("tailgate %s\n", TAILGATE_VERSION_STRING);
  return 0;
}
