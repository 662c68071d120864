"""NumPy's side of the contests: vectorised.py <contest> <inputs> <results>.

A line on standard input asks for a measurement; its end asks for the results. Numbers are raw doubles, by columns.
"""

import sys
import time

import numpy as np
from scipy.special import ndtr, ndtri


def pricing(columns):
    sign, spot, strike, domestic, foreign, years, volatility = columns.reshape(7, -1)
    root = np.sqrt(years)
    deviation = volatility * root
    d1 = (np.log(spot / strike) + (domestic - foreign) * years) / deviation + 0.5 * deviation
    d2 = d1 - deviation
    n1 = ndtr(sign * d1)
    n2 = ndtr(sign * d2)
    asset = np.exp(-foreign * years)
    bond = strike * np.exp(-domestic * years)
    density = asset * np.exp(-0.5 * d1 * d1) * 0.3989422804014327
    delta = sign * asset * n1
    pays = sign * bond * n2
    price = spot * delta - pays
    gamma = density / (spot * deviation)
    vega = spot * density * root
    theta = foreign * spot * delta - domestic * pays - 0.5 * vega * volatility / years
    rho = years * pays
    return np.concatenate((price, delta, gamma, vega, theta, rho))


def walk(numbers):
    """Steps' shift and scale, spot, steps and paths."""
    spot, drift, volatility, years = numbers[:4]
    steps, count = int(numbers[4]), int(numbers[5])
    shift = (drift - 0.5 * volatility * volatility) * years / steps
    scale = volatility * np.sqrt(years / steps)
    return shift, scale, spot, steps, count


def paths(numbers):
    """As it is written in one line."""
    shift, scale, spot, steps, count = walk(numbers)
    normals = np.random.default_rng(42).standard_normal((steps, count))
    return (spot * np.exp(np.cumsum(shift + scale * normals, axis=0)))[-1]


def paths_same_method(numbers):
    """The same with our method: normals that can be had at any index, by Philox and the inverse distribution."""
    shift, scale, spot, steps, count = walk(numbers)
    normals = ndtri(np.random.Generator(np.random.Philox(42)).random((steps, count)))
    return (spot * np.exp(np.cumsum(shift + scale * normals, axis=0)))[-1]


def paths_in_place(numbers):
    """The fastest way found: step by step, in place."""
    shift, scale, spot, steps, count = walk(numbers)
    random = np.random.default_rng(42)
    prices = np.empty((steps, count))
    before = spot
    for after in prices:
        random.standard_normal(out=after)
        np.multiply(after, scale, out=after)
        np.add(after, shift, out=after)
        np.exp(after, out=after)
        np.multiply(after, before, out=after)
        before = after
    return prices[-1]


def backtest(numbers):
    fast, slow = int(numbers[0]), int(numbers[1])
    closes = numbers[2:]
    sums = np.concatenate(([0.0], np.cumsum(closes)))
    quick = sums[slow:] - sums[slow - fast:-fast]
    long = sums[slow:] - sums[:-slow]
    side = np.sign(quick * slow - long * fast)
    changed = np.maximum.accumulate(np.where(side != 0.0, np.arange(side.size), 0))
    position = np.zeros(closes.size)
    position[slow - 1:] = side[changed]  # Equal means keep the position.
    profit = np.cumsum(position[:-1] * np.diff(closes))
    peak = np.maximum.accumulate(np.maximum(profit, 0.0))
    trades = np.count_nonzero(np.diff(position, prepend=0.0))
    return np.array([profit[-1], np.max(peak - profit), trades])


def measure(work, inputs):
    started = time.perf_counter()
    passes = 0
    while True:
        results = work(inputs)
        passes += 1
        elapsed = time.perf_counter() - started
        if elapsed >= 0.02:
            return elapsed / passes, results


def main():
    contest, inputs, destination = sys.argv[1:]
    work = {
        "pricing": pricing,
        "paths": paths,
        "paths-same-method": paths_same_method,
        "paths-in-place": paths_in_place,
        "backtest": backtest,
    }[contest]
    inputs = np.fromfile(inputs)
    for _ in sys.stdin:
        seconds, results = measure(work, inputs)
        print(repr(seconds), flush=True)
    results.tofile(destination)


main()
