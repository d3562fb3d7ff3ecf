import { expect } from 'chai';
import { saidCommand } from '../../src/bot/said-command.ts';
import { turn } from './turn.ts';

describe('what is asked for', () => {
  for (const [channelId, text, kind] of [
    ['sms', 'menu', 'help'],
    ['sms', ' Menu! ', 'help'],
    ['sms', 'help', 'help'],
    ['sms', 'menus', 'other'],
    ['sms', 'cart', 'cart'],
    ['unknown', 'menu', 'help'],
    ['email', 'menu', 'catalog'],
    ['webchat', 'menu', 'catalog'],
    ['msteams', '@Shop menu', 'catalog'],
    ['msteams', '@Shop cart', 'cart'],
  ] as const)
    it(`on ${channelId} by ${JSON.stringify(text)} is ${kind}`, () => {
      expect(saidCommand(turn({ channelId, text }))).to.have.property('kind', kind);
    });
});
