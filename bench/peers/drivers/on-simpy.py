"""The workloads on SimPy, as processes.

Usage: on-simpy.py WORKLOAD STYLE SIZE OPERATIONS WARMUP, or on-simpy.py version.
"""
import sys
from itertools import cycle
from math import log
from platform import python_implementation, python_version
from time import perf_counter

import simpy

HOLD_SEED, GAP_SEED, SERVICE_SEED = 2463534242, 362436069, 521288629
INCREMENTS = 1 << 20
UTILISATION = 0.8


def exponentials(state, count):
    """Exponential numbers of mean 1: xorshift32 (Marsaglia 2003), then -log."""
    drawn = []
    for _ in range(count):
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        drawn.append(-log(state / 4294967296))
    return drawn


def steps(env, count):
    """Fires `count` events. Returns the seconds that it took."""
    step = env.step
    start = perf_counter()
    for _ in range(count):
        step()
    return perf_counter() - start


def hold(size, operations, warmup):
    env = simpy.Environment()
    delays = cycle(exponentials(HOLD_SEED, INCREMENTS))

    def holder():
        while True:
            yield env.timeout(next(delays))

    for _ in range(size):
        env.process(holder())
    steps(env, size + warmup)  # the first event of each process starts it
    return operations, steps(env, operations), env.now


def queue_of_processes(env, gaps, services, waits):
    line = simpy.Store(env)

    def source():
        for gap in gaps:
            yield env.timeout(gap)
            line.put(env.now)

    def server():
        for service in services:
            arrived = yield line.get()
            waits.append(env.now - arrived)
            yield env.timeout(service)

    env.process(source())
    env.process(server())


def queue_of_customers(env, gaps, services, waits):
    server = simpy.Resource(env)

    def customer(service):
        arrived = env.now
        with server.request() as mine:
            yield mine
            waits.append(env.now - arrived)
            yield env.timeout(service)

    def source():
        for gap, service in zip(gaps, services):
            yield env.timeout(gap)
            env.process(customer(service))

    env.process(source())


def mm1(build, operations, warmup):
    gaps = [gap / UTILISATION for gap in exponentials(GAP_SEED, operations)]
    services = exponentials(SERVICE_SEED, operations)
    for customers in (warmup, operations):
        env, waits = simpy.Environment(), []
        build(env, gaps[:customers], services[:customers], waits)
        start = perf_counter()
        env.run()
        seconds = perf_counter() - start
    return len(waits), seconds, sum(waits) / len(waits)


def ping_pong(operations, warmup):
    env = simpy.Environment()
    signals = [env.event(), env.event()]
    hits = [0, 0]

    def player(me):
        while True:
            yield signals[me]
            signals[me] = env.event()
            hits[me] += 1
            signals[1 - me].succeed()

    for me in (0, 1):
        env.process(player(me))
    steps(env, 2)
    signals[0].succeed()
    steps(env, warmup)
    return operations, steps(env, operations), hits[1]


def run(workload, style, size, operations, warmup):
    if workload == "hold":
        return hold(size, operations, warmup)
    if workload == "mm1":
        build = queue_of_processes if style == "processes" else queue_of_customers
        return mm1(build, operations, warmup)
    return ping_pong(operations, warmup)


if sys.argv[1] == "version":
    print("%s on %s %s" % (simpy.__version__, python_implementation(), python_version()))
else:
    workload, style = sys.argv[1:3]
    print("%d %.9g %.17g" % run(workload, style, *map(int, sys.argv[3:])))
