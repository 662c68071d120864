// Every branch of remote data is drawn. Components are rendered to text, which needs no browser.

import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import { initialModel, type Model } from '../src/app/model';
import type { Failure } from '../src/gateway/failure';
import { decode, type LatestReport } from '../src/gateway/client';
import { RatesSchema, ReportSchema, type Report } from '../src/gateway/schemas';
import Header from '../src/header/Header.svelte';
import Notices from '../src/header/Notices.svelte';
import { nextTheme, paintedTheme, storedTheme } from '../src/header/theme';
import { boardOf } from '../src/rates/board';
import RatesPanel from '../src/rates/RatesPanel.svelte';
import { bookTotal, exposureRows, loanTotal, summarise } from '../src/report/figures';
import ExposurePanel from '../src/report/ExposurePanel.svelte';
import ReportPanel from '../src/report/ReportPanel.svelte';
import WorkflowRun from '../src/report/WorkflowRun.svelte';
import ServicesPanel from '../src/services/ServicesPanel.svelte';
import { notAsked, type Remote } from '../src/shared/remote';
import * as fake from './fake-gateway/server.mjs';

const now = Date.parse('2026-09-29T12:00:00Z');
const nothing = (): void => undefined;
const problem: Failure = {
  reason: 'problem',
  status: 503,
  title: 'Backend unavailable',
  detail: 'The circuit is open.',
  traceId: '00-abc-01',
  errors: ['base: unknown'],
  steps: [],
};

function draw<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): string {
  return render(component as Component<Record<string, unknown>>, { props })
    .body.replaceAll(/<!--.*?-->/gu, '')
    .replaceAll('\u202f', ' ');
}

const text = (html: string): string => html.replaceAll(/<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' ');

function decodedReport(): Report {
  const answer = decode(ReportSchema, fake.report(), 'report');
  if (!answer.ok) {
    throw new Error(answer.failure.detail);
  }
  return answer.value;
}

const board = (() => {
  const answer = decode(RatesSchema, fake.rates('USD'), 'rates');
  if (!answer.ok) {
    throw new Error(answer.failure.detail);
  }
  return boardOf(answer.value, now, undefined);
})();

const drawRates = (more: Partial<Model>): string =>
  draw(RatesPanel, {
    model: { ...initialModel('USD', now), ...more },
    theme: 'light',
    chooseBase: nothing,
    togglePair: nothing,
    chooseSpan: nothing,
    refresh: nothing,
    retryHistory: nothing,
  });

const drawReport = (latest: Parameters<typeof ReportPanel>[1]['latest'], isRunning = false): string =>
  draw(ReportPanel, {
    latest,
    now,
    workflow: isRunning ? { kind: 'loading' } : notAsked,
    run: nothing,
    refresh: nothing,
  });

test('a report shows its figures with unit and currency', () => {
  const html = drawReport({ kind: 'success', value: { kind: 'report', report: decodedReport() } });
  expect(html).toContain('data-testid="report-panel" data-state="report"');
  const words = text(html);
  expect(words).toContain('Value at risk, 1 day at 99 %');
  expect(words).toMatch(/USD 50,874 .*0\.95 % of the book · parametric, 500 days/u);
  expect(words).toMatch(/Expected shortfall, 99 % USD 58,287/u);
  expect(words).toContain('7.42 %');
  expect(words).toContain('Replayed as of 29 Sep 2026');
});

test('no report is an honest empty state with a way on', () => {
  const html = drawReport({ kind: 'success', value: { kind: 'none', detail: 'No report has been written.' } });
  expect(text(html)).toContain('No risk report yet');
  expect(text(html)).toContain('No report has been written.');
  expect(html.match(/data-testid="run-risk-full"/gu)).toHaveLength(1);
});

test('what a report lacks is said: gaps, and a currency without a rate', () => {
  const report = decodedReport();
  const [first, ...others] = report.exposures;
  const exposures = first ? [{ ...first, inBase: null, rateState: 'missing' as const }, ...others] : [];
  const latest: Remote<LatestReport> = {
    kind: 'success',
    value: { kind: 'report', report: { ...report, exposures, gaps: ['KES has no rate.'] } },
  };
  const figures = text(drawReport(latest));
  expect(figures).toContain('KES has no rate.');
  expect(figures).toContain('without KES: no rate');
  expect(figures).toContain('USD 4,159,089');
  const table = draw(ExposurePanel, { latest });
  expect(text(table.split('data-currency="KES"')[1] ?? '')).toMatch(/> KES 2,841 151,783,193 Missing – 16\.2 %/u);
});

test('a running workflow holds the button', () => {
  const html = drawReport({ kind: 'success', value: { kind: 'none', detail: '' } }, true);
  expect(html).toMatch(/<button[^>]* disabled[^>]*data-testid="run-risk-full"/u);
});

test.each<[string, (state: Remote<never>) => string]>([
  ['report', (state) => drawReport(state)],
  ['rates', (state) => drawRates({ rates: state })],
  [
    'services',
    (state) =>
      draw(ServicesPanel, {
        services: state,
        circuits: state,
        gateway: state,
        gatewayUrl: 'http://localhost:8080',
        refresh: nothing,
      }),
  ],
])('%s: waiting is drawn as waiting, a failure with title, detail, faults and trace', (_, drawState) => {
  expect(drawState(notAsked)).toContain('skeleton');
  expect(drawState({ kind: 'loading' })).toContain('skeleton');
  const failed = drawState({ kind: 'failure', failure: problem });
  expect(failed).not.toContain('skeleton');
  expect(text(failed)).toMatch(/Backend unavailable HTTP 503 .*circuit is open.*base: unknown.*Trace 00-abc-01/u);
  expect(failed).toContain('role="alert"');
});

test('figures known before a failure stay, and are called older', () => {
  const html = drawRates({ rates: { kind: 'failure', failure: problem, last: board } });
  expect(text(html)).toContain('The figures below are older.');
  expect(html).toContain('data-pair="USD/KES"');
});

test('each rate has its state in a word and a shape', () => {
  const html = drawRates({ rates: { kind: 'success', value: board } });
  for (const [pair, state, word] of [
    ['USD/BDT', 'fresh', 'Fresh'],
    ['USD/COP', 'carried', 'Carried'],
    ['USD/GBP', 'replayed', 'Replayed'],
    ['USD/IDR', 'stale', 'Stale'],
    ['USD/LKR', 'missing', 'Missing'],
  ]) {
    const row = html.split('<tr').find((part) => part.includes(`data-pair="${pair}"`)) ?? '';
    expect(row).toContain(`data-state="${state}"`);
    expect(text(row)).toContain(word);
    expect(row).toContain('<path');
  }
});

test('a failed history is drawn inside the table, with a way to try again', () => {
  const html = drawRates({
    rates: { kind: 'success', value: board },
    selection: { quote: 'KES', span: '1y' },
    history: { kind: 'failure', failure: problem },
  });
  expect(html).toMatch(/data-testid="history" data-pair="USD\/KES" data-points="0"/u);
  expect(text(html)).toContain('Try again');
});

test('cards carry name, status, role, port, latency and breaker', () => {
  const html = draw(ServicesPanel, {
    services: {
      kind: 'success',
      value: [
        { name: 'pricing', aliases: ['dart'], status: 'offline', latencyMs: null, detail: 'refused', port: 5009 },
      ],
    },
    circuits: {
      kind: 'success',
      value: [{ backend: 'pricing', state: 'open', failures: 9, retryAfterSeconds: 17.2 }],
    },
    gateway: {
      kind: 'success',
      value: { status: 'degraded', version: '1', uptimeSeconds: 65, db: 'unreachable', redis: 'connected', time: '' },
    },
    gatewayUrl: 'http://localhost:8080',
    refresh: nothing,
  });
  expect(html).toMatch(/data-name="pricing" data-status="offline" data-breaker="open"/u);
  expect(html).toMatch(/data-name="gateway" data-status="degraded"/u);
  expect(text(html)).toMatch(
    /pricing Offline Options, bonds and loans · dart .* – .*:5009 .*Breaker open 18 s refused/u,
  );
  expect(text(html)).toContain('PostgreSQL unreachable');
});

test('a lost stream is announced with its retry, a live one is not', () => {
  const model = initialModel('USD', now);
  expect(text(draw(Notices, { model }))).toBe(' ');
  const lost = draw(Notices, { model: { ...model, statusStream: { kind: 'lost', retryAt: now + 3_200 } } });
  expect(text(lost)).toMatch(/Service status: live stream lost.*reconnecting.*in 4 s/u);
});

test('the header tells the live state before anything is known', () => {
  const html = draw(Header, {
    model: initialModel('USD', now),
    theme: 'auto',
    refresh: nothing,
    changeTheme: nothing,
  });
  expect(html).toMatch(/data-testid="live-indicator" data-state="idle"/u);
  expect(text(html)).toContain('not known yet');
});

test('a failed run shows the problem and the steps it got through', () => {
  const steps = [
    { name: 'ingest', service: 'ingestion', status: 'failed', elapsedMs: 12, result: 'COPY ended early' },
  ];
  const html = draw(WorkflowRun, {
    workflow: { kind: 'failure', failure: { ...problem, steps } },
    startedAt: now,
    now,
    dismiss: nothing,
  });
  expect(html).toMatch(/data-testid="workflow" data-status="failed"/u);
  expect(text(html)).toMatch(/Backend unavailable.*1 ingest ingestion COPY ended early 12 ms Failed/u);
});

test('exposures come largest first, with shares of book and of VaR that sum to one', () => {
  const report = decodedReport();
  const rows = exposureRows(report);
  expect(rows.map((row) => row.currency)).toEqual(['INR', 'KES', 'MXN', 'PHP', 'NGN', 'GHS', 'UGX']);
  expect(rows.reduce((sum, row) => sum + (row.bookShare ?? 0), 0)).toBeCloseTo(1, 12);
  expect(rows.reduce((sum, row) => sum + (row.riskShare ?? 0), 0)).toBeCloseTo(1, 12);
  expect(bookTotal(report)).toBeCloseTo(5_329_581, 0);
  expect(loanTotal(report)).toBe(10_214);
  expect(exposureRows({ ...report, exposures: [] })).toEqual([]);
});

test.each([
  [null, ''],
  ['COPY ended early', 'COPY ended early'],
  [[1, 2], '2 entries'],
  [{ id: 3, accepted: 10214, ok: true, at: '2026', sources: [{}] }, 'accepted 10,214 · ok true'],
  [{ title: 'Away.', status: 503, detail: 'Circuit open.' }, 'Away. Circuit open.'],
])('a step result %o in one line', (result, line) => {
  expect(summarise(result)).toBe(line);
});

test('the theme goes round, follows the system on auto, and survives nonsense in storage', () => {
  expect([nextTheme('auto'), nextTheme('light'), nextTheme('dark')]).toEqual(['light', 'dark', 'auto']);
  expect([paintedTheme('auto', true), paintedTheme('light', true)]).toEqual(['dark', 'light']);
  expect(storedTheme({ getItem: () => 'mauve' })).toBe('auto');
});
