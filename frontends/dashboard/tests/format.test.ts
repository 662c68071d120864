import { expect, test } from 'vitest';
import {
  currencyName,
  formatAge,
  formatAmount,
  formatBp,
  formatChange,
  formatCount,
  formatDate,
  formatElapsed,
  formatFraction,
  formatMoney,
  formatMove,
  formatPercent,
  formatRate,
  formatTime,
  formatVersion,
  formatWhole,
} from '../src/shared/format';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');

test.each([
  [{ amount: 1234.5, currency: 'KES' }, 'KES 1,234.50'],
  [{ amount: 1234.5, currency: 'JPY' }, 'JPY 1,235'],
  [{ amount: -0.125, currency: 'KWD' }, 'KWD \u22120.125'],
  [{ amount: 0, currency: 'USD' }, 'USD 0.00'],
])('an amount has its ISO code, its minor digits and a true minus: %o', (money, text) => {
  expect(formatMoney(money)).toBe(text);
});

test('an amount without its code keeps its digits, a whole one drops them', () => {
  expect(formatAmount({ amount: 50874.129, currency: 'USD' })).toBe('50,874.13');
  expect(formatWhole({ amount: 50874.129, currency: 'USD' })).toBe('50,874');
});

test.each([
  [25947.76804973, '25,947', '.77'],
  [129.675, '129', '.675'],
  [52.0657, '52', '.0657'],
  [5.22424, '5', '.22424'],
  [0.75539, '0', '.75539'],
  [0.0077114, '0', '.0077114'],
])('a rate keeps about six figures whatever its size: %d', (rate, whole, fraction) => {
  expect(formatRate(rate)).toEqual({ whole, fraction });
});

test('a missing rate is a dash, never a zero', () => {
  expect(formatRate(null)).toEqual({ whole: '–', fraction: '' });
});

test.each([
  [100, 100.03, '+3.0 bp'],
  [100, 99.992, '\u22120.8 bp'],
  [100, 100, '0.0 bp'],
  [100, 99.99999, '0.0 bp'],
  [null, 100, '–'],
])('a move from %s to %s is signed basis points', (from, to, text) => {
  expect(plain(formatMove(from, to))).toBe(text);
});

test('percentages, basis points and counts carry their unit', () => {
  expect(plain(formatFraction(0.0095456))).toBe('0.95 %');
  expect(plain(formatFraction(0.99, 0))).toBe('99 %');
  expect(plain(formatPercent(7.4182))).toBe('7.42 %');
  expect(plain(formatChange(100, 101.24))).toBe('+1.24 %');
  expect(plain(formatChange(100, 98))).toBe('\u22122.00 %');
  expect(plain(formatBp(6.21))).toBe('6.2 bp');
  expect(formatBp(null)).toBe('–');
  expect(formatCount(10214)).toBe('10,214');
});

test.each([
  [-3, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [3600, '1 h'],
  [172_799, '47 h'],
  [172_800, '2 d'],
  [4_752_000, '55 d'],
  [null, '–'],
])('an age of %s seconds', (seconds, text) => {
  expect(plain(formatAge(seconds))).toBe(text);
});

test.each([
  [4.84, '4.8 ms'],
  [412.4, '412 ms'],
  [1430, '1.43 s'],
  [61_240, '61.2 s'],
  [undefined, '–'],
])('%s ms elapsed', (ms, text) => {
  expect(plain(formatElapsed(ms))).toBe(text);
});

test('dates and times are UTC whatever the offset they came with', () => {
  expect(formatDate('2026-09-29')).toBe('29 Sep 2026');
  expect(formatDate('2026-09-30T01:30:00+03:00')).toBe('29 Sep 2026');
  expect(formatTime('2026-09-29T12:03:10.123456Z')).toBe('12:03:10 UTC');
});

test('a currency has a name, an unknown code has none', () => {
  expect(currencyName('KES')).toBe('Kenyan Shilling');
  expect(currencyName('QQQ')).toBe('');
});

test.each([
  ['0.1.0+7677f6f407364a3377c75363e8dffe662095254e', '0.1.0+7677f6f'],
  ['0.1.0', '0.1.0'],
  ['1.2.0-beta.1', '1.2.0-beta.1'],
])('a version fits its card: %s', (version, text) => {
  expect(formatVersion(version)).toBe(text);
});
