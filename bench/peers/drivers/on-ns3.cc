// The workloads on ns-3, as events. A time unit is 1e9 ticks.
// Usage: on-ns3 SCHEDULER WORKLOAD STYLE SIZE OPERATIONS WARMUP
#include "driver.h"
#include <ns3/core-module.h>
#include <queue>

using namespace ns3;

static std::string scheduler;

static void reset_simulator() {
  Simulator::Destroy();
  Simulator::SetScheduler(ObjectFactory(scheduler));
}

static std::vector<int64_t> ticks(const std::vector<double> &units) {
  std::vector<int64_t> rounded;
  for (double one : units) rounded.push_back(std::llround(1e9 * one));
  return rounded;
}

static double units(int64_t ticks) { return double(ticks) / 1e9; }

class Hold {
  std::vector<int64_t> delays = ticks(exponentials(HOLD_SEED, INCREMENTS));
  size_t next = 0;
  Meter meter;

  void schedule_next() { Simulator::Schedule(TimeStep(delays[next++ & (INCREMENTS - 1)]), &Hold::fire, this); }

  void fire() {
    if (meter.last()) return Simulator::Stop();
    schedule_next();
  }

public:
  explicit Hold(const Assignment &given) : meter(given) {
    for (size_t i = 0; i < given.size; i++) schedule_next();
    Simulator::Run();
    print_outcome(given.operations, meter.seconds, units(Simulator::Now().GetTimeStep()));
  }
};

class Queue {
  std::vector<int64_t> gaps, services;
  std::queue<int64_t> line;
  size_t arrived = 0, served = 0;
  bool idle = true;
  double waited = 0;

  void next() {
    if (arrived < gaps.size()) Simulator::Schedule(TimeStep(gaps[arrived++]), &Queue::arrive, this);
  }

  void arrive() {
    line.push(Simulator::Now().GetTimeStep());
    next();
    if (idle) serve();
  }

  void serve() {
    idle = line.empty();
    if (idle) return;
    waited += units(Simulator::Now().GetTimeStep() - line.front());
    line.pop();
    Simulator::Schedule(TimeStep(services[served++]), &Queue::serve, this);
  }

public:
  explicit Queue(size_t customers) : services(ticks(exponentials(SERVICE_SEED, customers))) {
    for (double gap : exponentials(GAP_SEED, customers)) gaps.push_back(std::llround(1e9 * gap / UTILISATION));
  }

  void run() {
    reset_simulator();
    next();
    Simulator::Run();
  }

  size_t customers() const { return served; }
  double wait() const { return waited / double(served); }
};

static void mm1(const Assignment &given) {
  Queue(given.warmup).run();
  Queue queue(given.operations);
  Stopwatch watch;
  queue.run();
  print_outcome(queue.customers(), watch.seconds(), queue.wait());
}

class PingPong {
  Meter meter;
  long pongs = 0;

  void ping() {
    if (meter.last()) return Simulator::Stop();
    Simulator::ScheduleNow(&PingPong::pong, this);
  }

  void pong() {
    pongs++;
    if (meter.last()) return Simulator::Stop();
    Simulator::ScheduleNow(&PingPong::ping, this);
  }

public:
  explicit PingPong(const Assignment &given) : meter(given) {
    Simulator::ScheduleNow(&PingPong::ping, this);
    Simulator::Run();
    print_outcome(given.operations, meter.seconds, pongs);
  }
};

int main(int, char **argv) {
  scheduler = argv[1];
  Assignment given(argv + 2);
  reset_simulator();
  if (given.workload == "hold") Hold{given};
  else if (given.workload == "mm1") mm1(given);
  else PingPong{given};
}
