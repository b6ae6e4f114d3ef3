// The reference of the engine benchmark: HOLD over std::priority_queue, and a hand-written M/M/1.
// Usage: engine ITERATIONS hold|hold8|mm1 SIZE. Prints nanoseconds an operation, the median of ITERATIONS iterations
// after one to warm up. An operation is an event of HOLD (SIZE pending), with one or eight kinds of handlers, or a
// customer of M/M/1 (SIZE customers, utilisation 0.8).
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <queue>
#include <vector>

struct Random {  // xoshiro256+
  uint64_t s[4];
  explicit Random(uint64_t seed) {
    for (auto &word : s) {  // splitmix64
      uint64_t z = seed += 0x9e3779b97f4a7c15;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
      z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
      word = z ^ (z >> 31);
    }
  }
  uint64_t next() {
    uint64_t result = s[0] + s[3], t = s[1] << 17;
    s[2] ^= s[0], s[3] ^= s[1], s[1] ^= s[2], s[0] ^= s[3], s[2] ^= t;
    s[3] = (s[3] << 45) | (s[3] >> 19);
    return result;
  }
  double uniform() { return (next() >> 11) * 0x1p-53; }
};

struct Exponential {  // ziggurat of 256 layers, Marsaglia and Tsang 2000
  static constexpr double edge = 7.69711747013105, area = 0.003949659822581556;
  double x[257], y[257];
  Exponential() {
    x[0] = area / std::exp(-edge), x[1] = edge;
    y[0] = 0, y[1] = std::exp(-edge);
    for (int i = 2; i < 256; i++) y[i] = y[i - 1] + area / x[i - 1], x[i] = -std::log(y[i]);
    x[256] = 0, y[256] = 1;
  }
  double operator()(Random &random) const {
    for (;;) {
      uint64_t bits = random.next();
      int layer = bits & 255;
      double at = (bits >> 11) * 0x1p-53 * x[layer];
      if (at < x[layer + 1]) return at;
      if (layer == 0) return edge + (*this)(random);
      if (y[layer] + random.uniform() * (y[layer + 1] - y[layer]) < std::exp(-at)) return at;
    }
  }
};

struct Event {
  double time;
  uint64_t serial;
  int32_t kind, argument;
};
struct Later {
  bool operator()(const Event &a, const Event &b) const {
    return a.time > b.time || (a.time == b.time && a.serial > b.serial);
  }
};

struct Loop {
  std::priority_queue<Event, std::vector<Event>, Later> queue;
  double now = 0;
  uint64_t serial = 0;
  void schedule(double delay, int32_t kind, int32_t argument) { queue.push({now + delay, serial++, kind, argument}); }
};

constexpr uint32_t increments = 1 << 20;  // too many for a branch predictor to learn

struct Hold : Loop {
  std::vector<double> delays;
  std::vector<uint8_t> kinds;
  uint32_t next = 0;
  int64_t counts[8] = {};
  explicit Hold(size_t pending) : delays(increments), kinds(increments) {
    Random random(1);
    Exponential exponential;
    for (auto &delay : delays) delay = exponential(random);
    for (auto &kind : kinds) kind = random.next() >> 61;
    for (size_t i = 0; i < pending; i++) schedule(delays[i % increments], kinds[i % increments], i);
  }
  template <int kind> static void handle(Hold &hold, int32_t argument) {
    uint32_t at = hold.next++ & (increments - 1);
    hold.counts[kind] += argument ^ kind;
    hold.schedule(hold.delays[at], hold.kinds[at], argument);
  }
  void one() {
    for (uint32_t i = 0; i < increments; i++) {
      Event event = queue.top();
      queue.pop();
      now = event.time;
      handle<0>(*this, event.argument);
    }
  }
  void eight() {
    static void (*const handlers[8])(Hold &, int32_t) = {handle<0>, handle<1>, handle<2>, handle<3>,
                                                         handle<4>, handle<5>, handle<6>, handle<7>};
    for (uint32_t i = 0; i < increments; i++) {
      Event event = queue.top();
      queue.pop();
      now = event.time;
      handlers[event.kind](*this, event.argument);
    }
  }
};

// Mean wait in the queue. In theory it is 4 at utilisation 0.8 and service 1. Only two events are ever pending, so
// this needs no event queue: a lower bound for every engine.
static double mm1(size_t customers, Random &random) {
  static const Exponential exponential;
  constexpr double never = INFINITY;
  std::vector<double> line(1 << 16);  // a ring: arrival times of the customers in the queue
  uint16_t first = 0, last = 0;
  bool busy = false;
  double waits = 0, arrival = exponential(random) / 0.8, departure = never;
  size_t arrived = 0, served = 0;
  while (served < customers) {
    if (arrival <= departure) {
      double now = arrival;
      arrival = ++arrived < customers ? now + exponential(random) / 0.8 : never;
      if (busy) line[last++] = now;
      else departure = now + exponential(random);
      busy = true;
    } else {
      double now = departure;
      served++;
      busy = first != last;
      if (busy) waits += now - line[first++];
      departure = busy ? now + exponential(random) : never;
    }
  }
  return waits / customers;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  int iterations = atoi(argv[1]);
  size_t size = strtoul(argv[3], nullptr, 10);
  bool queueing = !strcmp(argv[2], "mm1"), eight = !strcmp(argv[2], "hold8");
  Hold hold(queueing ? 0 : size);
  Random random(7);
  std::vector<double> times;
  for (int iteration = 0; iteration <= iterations; iteration++) {
    auto start = std::chrono::steady_clock::now();
    double wait = 4;
    if (queueing) wait = mm1(size, random);
    else if (eight) hold.eight();
    else hold.one();
    std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    if (std::abs(wait - 4) > 1) return 1;
    if (iteration > 0) times.push_back(spent.count() / (queueing ? size : increments));
  }
  std::sort(times.begin(), times.end());
  if (hold.counts[0] == INT64_MIN) return 1;  // keeps the compiler from dropping the counts
  printf("%.4f\n", times[times.size() / 2]);
}
