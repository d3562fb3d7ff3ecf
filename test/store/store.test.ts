import { describeBotState } from './bot-state-suite.ts';
import { describeCheckouts } from './checkouts-suite.ts';
import { databases } from './databases.ts';
import { describeNumbers } from './numbers-suite.ts';
import { describeSignals } from './signals-suite.ts';

for (const database of databases) {
  describe(`The store on ${database.name}`, () => {
    describe('checkouts', () => describeCheckouts(database));
    describe('magic numbers', () => describeNumbers(database));
    describe('signals', () => describeSignals(database));
    describe('bot state', () => describeBotState(database));
  });
}
