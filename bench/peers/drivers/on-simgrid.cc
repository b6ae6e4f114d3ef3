// The workloads on SimGrid, as actors. Usage: on-simgrid WORKLOAD STYLE SIZE OPERATIONS WARMUP
// A process runs the engine only once. So warm-up and timed queue share a run, and actors end with the process.
#include "driver.h"
#include <deque>
#include <simgrid/s4u.hpp>
#include <unistd.h>

namespace sg4 = simgrid::s4u;

static sg4::Host *host;

static void spawn(const std::function<void()> &body) { sg4::Actor::create("actor", host, body); }

[[noreturn]] static void finish(long operations, double seconds, double check) {
  print_outcome(operations, seconds, check);
  _exit(0);
}

static void hold(const Assignment &given) {
  auto delays = exponentials(HOLD_SEED, INCREMENTS);
  size_t next = 0;
  Meter meter(given);
  for (size_t i = 0; i < given.size; i++)
    spawn([&] {
      for (;;) {
        sg4::this_actor::sleep_for(delays[next++ & (INCREMENTS - 1)]);
        if (meter.last()) finish(given.operations, meter.seconds, sg4::Engine::get_clock());
      }
    });
  sg4::Engine::get_instance()->run();
}

// M/M/1: starts the source, and the calling actor is the server. Returns the mean wait.
static double serve(const std::vector<double> &gaps, const std::vector<double> &services, size_t customers) {
  auto waiting = sg4::Semaphore::create(0);
  std::deque<double> line;
  spawn([&] {
    for (size_t i = 0; i < customers; i++) {
      sg4::this_actor::sleep_for(gaps[i] / UTILISATION);
      line.push_back(sg4::Engine::get_clock());
      waiting->release();
    }
  });
  double waited = 0;
  for (size_t i = 0; i < customers; i++) {
    waiting->acquire();
    waited += sg4::Engine::get_clock() - line.front();
    line.pop_front();
    sg4::this_actor::sleep_for(services[i]);
  }
  return waited / double(customers);
}

static void mm1(const Assignment &given) {
  auto gaps = exponentials(GAP_SEED, given.operations), services = exponentials(SERVICE_SEED, given.operations);
  spawn([&] {
    serve(gaps, services, given.warmup);
    Stopwatch watch;
    double wait = serve(gaps, services, given.operations);
    finish(given.operations, watch.seconds(), wait);
  });
  sg4::Engine::get_instance()->run();
}

static void ping_pong(const Assignment &given) {
  sg4::SemaphorePtr turns[] = {sg4::Semaphore::create(1), sg4::Semaphore::create(0)};
  long hits[] = {0, 0};
  Meter meter(given);
  for (int me : {0, 1})
    spawn([&, me] {
      for (;;) {
        turns[me]->acquire();
        hits[me]++;
        if (meter.last()) finish(given.operations, meter.seconds, double(hits[1]));
        turns[1 - me]->release();
      }
    });
  sg4::Engine::get_instance()->run();
}

int main(int argc, char **argv) {
  sg4::Engine engine(&argc, argv);
  sg4::Engine::set_config("surf/precision:1e-9");
  sg4::Engine::set_config("contexts/stack-size:16");
  sg4::Engine::set_config("contexts/guard-size:0"); // guard pages of many actors exceed the limit of mappings
  auto *zone = sg4::create_full_zone("zone");
  host = zone->create_host("host", 1e9);
  zone->seal();
  Assignment given(argv + 1);
  if (given.workload == "hold") hold(given);
  else if (given.workload == "mm1") mm1(given);
  else ping_pong(given);
}
