import { expect } from 'chai';
import { describeMoment } from '../../src/words/language.ts';

const now = Date.UTC(2026, 10, 22, 13, 5, 30);
const minute = 60_000;

describe('a time to come', () => {
  const cases: [number, string, string][] = [
    [58 * minute, 'in 58 minutes', '14:03 UTC'],
    [minute, 'in 1 minute', '13:06 UTC'],
    [20_000, 'in less than a minute', '13:05 UTC'],
    [-5_000, 'in less than a minute', '13:05 UTC'],
    [180 * minute, 'in 3 hours', '16:05 UTC'],
    [12 * 60 * minute, 'in 12 hours', '01:05 UTC on 23 November'],
  ];
  for (const [ahead, left, clock] of cases) {
    it(`is told as "${left}, at ${clock}"`, () => {
      expect(describeMoment(now + ahead, now)).to.include({ left, clock });
    });
  }
});
