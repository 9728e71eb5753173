// How the library runs independent pieces of work: on the caller's thread unless the caller brings
// an executor. `exec/tbb.hpp` has one on oneTBB; a thread pool of your own needs two members.
//
// Every algorithm here cuts its work into pieces that do not depend on the number of threads, and
// joins them in a fixed order, so that results are the same bits for every executor.
#pragma once

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace tailgate {

/// Runs f(0) ... f(n - 1), each exactly once, in any order, and returns when all are done.
/// The first exception that a call throws leaves parallel_for after the running calls have ended.
template <class E>
concept executor = requires(E& e, std::size_t n, void (*f)(std::size_t)) {
  { e.concurrency() } -> std::convertible_to<std::size_t>;
  e.parallel_for(n, f);
};

/// Everything on the calling thread, in order. The default of every entry.
class serial_executor {
public:
  [[nodiscard]] std::size_t concurrency() const noexcept { return 1; }
  template <class F>
  void parallel_for(std::size_t n, F&& f) const {
    for (std::size_t i = 0; i < n; ++i)
      f(i);
  }
};

/// A cheap, copyable reference to any executor, so that compiled code does not multiply by
/// executor type. The executor must outlive the reference. Default: serial.
class executor_ref {
public:
  executor_ref() noexcept : executor_ref(serial()) {}

  template <executor E>
  requires(!std::is_same_v<std::remove_cvref_t<E>, executor_ref>) executor_ref(E& e)
  noexcept
      : object_(const_cast<void*>(static_cast<const void*>(&e))),
        concurrency_([](void* o) { return std::size_t{static_cast<E*>(o)->concurrency()}; }),
        run_([](void* o, std::size_t n, call f, void* context) {
          static_cast<E*>(o)->parallel_for(n, [f, context](std::size_t i) { f(context, i); });
        }) {}

  /// How many calls may run at once; a hint for the size of the pieces, never for their order.
  [[nodiscard]] std::size_t concurrency() const { return concurrency_(object_); }

  template <class F>
  void parallel_for(std::size_t n, F&& f) const {
    if (n == 1) {
      f(std::size_t{0});
      return;
    }
    run_(
        object_, n,
        [](void* context, std::size_t i) {
          (*static_cast<std::remove_reference_t<F>*>(context))(i);
        },
        const_cast<void*>(static_cast<const void*>(&f)));
  }

private:
  using call = void (*)(void*, std::size_t);
  static const serial_executor& serial() noexcept {
    static const serial_executor instance;
    return instance;
  }

  void* object_;
  std::size_t (*concurrency_)(void*);
  void (*run_)(void*, std::size_t, call, void*);
};

} // namespace tailgate
