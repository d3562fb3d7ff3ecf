import { describeBotState } from './bot-state-suite.ts';
import { describeCheckouts } from './checkouts-suite.ts';
import { databases } from './databases.ts';
import { describeInbox } from './inbox-suite.ts';
import { describeKeys } from './keys-suite.ts';
import { describeLedger } from './ledger-suite.ts';
import { describeMerchantChats } from './merchant-chats-suite.ts';
import { describeMerchantEvents } from './merchant-events-suite.ts';
import { describeNumbers } from './numbers-suite.ts';
import { describeParcels } from './parcels-suite.ts';
import { describeSignals } from './signals-suite.ts';

for (const database of databases) {
  describe(`The store on ${database.name}`, () => {
    describe('checkouts', () => describeCheckouts(database));
    describe('magic numbers', () => describeNumbers(database));
    describe('keys', () => describeKeys(database));
    describe('parcels', () => describeParcels(database));
    describe('signals', () => describeSignals(database));
    describe('the inbox', () => describeInbox(database));
    describe('events for the merchant', () => describeMerchantEvents(database));
    describe('chats of the merchant', () => describeMerchantChats(database));
    describe('the ledger', () => describeLedger(database));
    describe('bot state', () => describeBotState(database));
  });
}
