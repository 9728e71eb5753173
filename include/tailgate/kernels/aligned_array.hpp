// An array at a 64-byte boundary, so that a vector register's load is one cache line.
//
// Large arrays ask Linux for huge pages: a weight matrix read once a token from 4 KiB pages loses
// time to the page walks, since hardware prefetching stops at the end of each page.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace tailgate {

/// `size` elements of a trivial type, zero at first. Movable.
template <class T>
class aligned_array {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
  aligned_array() = default;
  explicit aligned_array(std::size_t size)
      : data_(
            size == 0 ? nullptr : allocate(size * sizeof(T)), release{alignment(size * sizeof(T))}),
        size_(size) {
    std::uninitialized_fill_n(data_.get(), size, T{});
  }

  [[nodiscard]] T* data() noexcept { return data_.get(); }
  [[nodiscard]] const T* data() const noexcept { return data_.get(); }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
  static constexpr std::size_t huge_page = std::size_t{2} << 20;
  static std::align_val_t alignment(std::size_t bytes) noexcept {
    return std::align_val_t{bytes < 2 * huge_page ? 64 : huge_page};
  }
  static T* allocate(std::size_t bytes) {
    void* memory = ::operator new(bytes, alignment(bytes));
#if defined(__linux__)
    if (bytes >= 2 * huge_page)
      static_cast<void>(::madvise(memory, bytes / huge_page * huge_page, MADV_HUGEPAGE));
#endif
    return static_cast<T*>(memory);
  }
  struct release {
    std::align_val_t alignment{64};
    void operator()(T* p) const noexcept { ::operator delete(p, alignment); }
  };
  std::unique_ptr<T, release> data_;
  std::size_t size_ = 0;
};

} // namespace tailgate
