// Shared by the drivers in C++: the command line, the random draws, a stopwatch, and the line of the outcome.
#pragma once
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

constexpr uint32_t HOLD_SEED = 2463534242, GAP_SEED = 362436069, SERVICE_SEED = 521288629;
constexpr size_t INCREMENTS = 1 << 20;
constexpr double UTILISATION = 0.8;

// Exponential numbers of mean 1: xorshift32 (Marsaglia 2003), then -log.
inline std::vector<double> exponentials(uint32_t state, size_t count) {
  std::vector<double> drawn(count);
  for (double &one : drawn) {
    state ^= state << 13, state ^= state >> 17, state ^= state << 5;
    one = -std::log(state / 4294967296.0);
  }
  return drawn;
}

struct Assignment {
  std::string workload;
  size_t size;
  long operations, warmup;

  // From "WORKLOAD STYLE SIZE OPERATIONS WARMUP". The style is not read: each driver in C++ has one.
  explicit Assignment(char **argument)
      : workload(argument[0]), size(strtoul(argument[2], nullptr, 10)), operations(atol(argument[3])),
        warmup(atol(argument[4])) {}
};

class Stopwatch {
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();

public:
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); }
};

// Counts operations and times the ones after the warm-up.
class Meter {
  long left, operations;
  bool warm = false;
  Stopwatch watch;

public:
  double seconds = 0;

  explicit Meter(const Assignment &assignment) : left(assignment.warmup), operations(assignment.operations) {}

  // Call it at each operation. Returns true at the last one.
  bool last() {
    if (--left > 0) return false;
    if (warm) {
      seconds = watch.seconds();
      return true;
    }
    warm = true;
    left = operations;
    watch = Stopwatch();
    return false;
  }
};

inline void print_outcome(long operations, double seconds, double check) {
  printf("%ld %.9g %.17g\n", operations, seconds, check);
  fflush(stdout);
}
