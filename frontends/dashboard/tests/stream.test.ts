// Streams against a real server that is cut, is away, and comes back.

import { afterEach, expect, test, vi } from 'vitest';
import { decode, parseJson } from '../src/gateway/client';
import { ServiceHealthSchema, TickSchema } from '../src/gateway/schemas';
import { backOffMs, keepStream } from '../src/gateway/stream';
import { openEventSource } from './event-source';
import { createFakeGateway } from './fake-gateway/server.mjs';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(closing.splice(0).map((close) => close()));
});

test('the wait doubles from one second to thirty, give or take a fifth', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 400].map((attempt) => backOffMs(attempt, 0.5))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ]);
  expect([backOffMs(0, 0), backOffMs(0, 1), backOffMs(9, 1)]).toEqual([800, 1_200, 36_000]);
});

test('a cut stream says so, comes back and sends every service again', async () => {
  const gateway = createFakeGateway();
  closing.push(gateway.close);
  const url = await gateway.listen();
  const seen: string[] = [];
  closing.push(
    keepStream(
      `${url}/api/aggregate/stream`,
      {
        events: {
          status: (data) => {
            const service = decode(ServiceHealthSchema, parseJson(data), 'status');
            seen.push(service.ok ? service.value.name : service.failure.detail);
          },
        },
        opened: () => seen.push('opened'),
        lost: (retryInMs) => seen.push(`lost ${retryInMs}`),
      },
      { open: openEventSource, random: () => 0 },
    ),
  );

  const once = ['opened', 'market-data', 'ingestion', 'reporting', 'pricing'];
  await vi.waitFor(() => expect(seen).toEqual(once));
  gateway.cutStreams();
  await vi.waitFor(() => expect(seen).toEqual([...once, 'lost 800', ...once]), { timeout: 5_000 });
});

test('a gateway that is away is tried at growing distances until the stream is ended', async () => {
  vi.useFakeTimers();
  const waits: number[] = [];
  let opened = 0;
  const end = keepStream(
    'http://nowhere',
    { events: {}, opened: () => undefined, lost: (retryInMs) => waits.push(retryInMs) },
    {
      random: () => 0.5,
      open: () => {
        opened += 1;
        return {
          addEventListener: (type, listener) => void (type === 'error' && setTimeout(() => listener({}), 1)),
          close: () => undefined,
        };
      },
    },
  );

  await vi.advanceTimersByTimeAsync(8_000);
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
  end();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(opened).toBe(4);
});

test('silence is a loss where heartbeats are promised, and each event breaks it', async () => {
  vi.useFakeTimers();
  const listeners = new Map<string, (event: { data?: unknown }) => void>();
  const lost = vi.fn();
  closing.push(
    keepStream(
      'http://quiet',
      { events: { heartbeat: () => undefined }, opened: () => undefined, lost },
      {
        silenceMs: 35_000,
        open: () => ({ addEventListener: (type, listener) => listeners.set(type, listener), close: () => undefined }),
      },
    ),
  );

  listeners.get('open')?.({});
  await vi.advanceTimersByTimeAsync(30_000);
  listeners.get('heartbeat')?.({ data: '{}' });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(lost).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(lost).toHaveBeenCalledOnce();
});

test('ticks arrive decoded and in order', async () => {
  const gateway = createFakeGateway({ tickMs: 5 });
  closing.push(gateway.close);
  const url = await gateway.listen();
  const sequences: number[] = [];
  closing.push(
    keepStream(
      `${url}/api/market-data/stream?pairs=USD/KES,USD/INR`,
      {
        events: {
          message: (data) => {
            const tick = decode(TickSchema, parseJson(data), 'tick');
            sequences.push(tick.ok ? tick.value.sequence : NaN);
          },
        },
        opened: () => undefined,
        lost: () => undefined,
      },
      { open: openEventSource },
    ),
  );
  await vi.waitFor(() => expect(sequences.slice(0, 3)).toEqual([1, 2, 3]));
});
