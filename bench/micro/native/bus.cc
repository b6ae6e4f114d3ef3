// The reference of the bus benchmark: the upstream kernel's search in C++ (sorted array, binary search, back over
// equals, then forward over candidates), on the same doorbells and the same kind of random accesses.
// Usage: bus ITERATIONS SIZE. Prints nanoseconds an operation, the median of ITERATIONS iterations.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

struct Device;
struct Access {
  uint64_t gpa;
  uint32_t len;
  uint64_t value;
};
struct Device {
  bool (*takes)(const Device *, const Access &);
  uint64_t addr;
  uint32_t len;
  bool wildcard;
  uint64_t datamatch;
};
struct Range {
  uint64_t addr;
  uint32_t len;
  Device *device;
};

static bool ioeventfd_takes(const Device *d, const Access &a) {
  if (a.gpa != d->addr) return false;
  return d->len == 0 || (a.len == d->len && (d->wildcard || a.value == d->datamatch));
}

static inline int compare(uint64_t addr, uint32_t len, const Range &r) {
  if (addr < r.addr) return -1;
  uint64_t key = addr, end = r.addr;
  if (r.len != 0) {
    key += len;
    end += r.len;
  }
  return key > end ? 1 : 0;
}

static Device *find(const std::vector<Range> &bus, const Access &a) {
  size_t base = 0, n = bus.size();
  while (n > 0) {
    size_t pivot = base + n / 2;
    int c = compare(a.gpa, a.len, bus[pivot]);
    if (c == 0) {
      while (pivot > 0 && compare(a.gpa, a.len, bus[pivot - 1]) == 0) pivot--;
      for (; pivot < bus.size() && compare(a.gpa, a.len, bus[pivot]) == 0; pivot++) {
        Device *d = bus[pivot].device;
        if (d->takes(d, a)) return d;
      }
      return nullptr;
    }
    if (c > 0) {
      base = pivot + 1;
      n--;
    }
    n /= 2;
  }
  return nullptr;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int iterations = atoi(argv[1]);
  size_t size = strtoul(argv[2], nullptr, 10);
  std::vector<Device> devices(size);
  std::vector<Range> bus(size);
  std::vector<Access> accesses(size);
  for (size_t i = 0; i < size; i++) {
    uint64_t addr = 0x10000000 + 8 * i;
    devices[i] = Device{ioeventfd_takes, addr, 4, true, 0};
    bus[i] = Range{addr, 4, &devices[i]};
    accesses[i] = Access{addr, 4, 0};
  }
  std::vector<int32_t> order(1 << 20);  // too many for a branch predictor to learn
  uint64_t state = 0x9e3779b97f4a7c15;
  for (auto &index : order) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    index = state % size;
  }
  std::vector<double> times;
  uint64_t taken = 0;
  for (int iteration = 0; iteration < iterations; iteration++) {
    auto start = std::chrono::steady_clock::now();
    for (int32_t index : order) taken += find(bus, accesses[index]) != nullptr;
    std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    times.push_back(spent.count() / order.size());
  }
  std::sort(times.begin(), times.end());
  if (taken != iterations * order.size()) return 1;
  printf("%.4f\n", times[times.size() / 2]);
}
