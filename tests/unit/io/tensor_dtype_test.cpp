#include <doctest/doctest.h>
#include <tailgate/io/tensor_dtype.hpp>

using namespace tailgate;

TEST_CASE("tensor_dtype: names and sizes") {
  struct row {
    tensor_dtype dtype;
    const char* name;
    std::size_t size;
  };
  for (const row& r : {row{tensor_dtype::f64, "F64", 8}, row{tensor_dtype::f32, "F32", 4},
           row{tensor_dtype::f16, "F16", 2}, row{tensor_dtype::bf16, "BF16", 2},
           row{tensor_dtype::i64, "I64", 8}, row{tensor_dtype::i32, "I32", 4},
           row{tensor_dtype::i16, "I16", 2}, row{tensor_dtype::i8, "I8", 1},
           row{tensor_dtype::u8, "U8", 1}, row{tensor_dtype::boolean, "BOOL", 1}}) {
    CHECK(to_string(r.dtype) == r.name);
    CHECK(element_size(r.dtype) == r.size);
    CHECK(parse_tensor_dtype(r.name) == r.dtype);
  }
  CHECK(parse_tensor_dtype("f32") == std::nullopt);
  CHECK(parse_tensor_dtype("F8_E4M3") == std::nullopt);
  CHECK(parse_tensor_dtype("") == std::nullopt);
}
