import { expect } from 'chai';
import { usualPolicies } from '../../src/checkout/policies.ts';
import { readPolicySettings } from '../../src/settings/policy-settings.ts';
import { createSettingReader } from '../../src/settings/setting-reader.ts';

function read(environment: Record<string, string>) {
  const reader = createSettingReader(environment);
  return { policies: readPolicySettings(reader), faults: reader.faults };
}

describe('the policies of a shop', () => {
  it('are those of always where nothing is set', () => {
    for (const said of [{}, { REMINDER_MINUTES: '', UNCONFIRMED_HOURS: '', CHECKOUTS_PER_HOUR: ' ' }])
      expect(read(said)).to.deep.equal({ policies: usualPolicies, faults: [] });
    expect(usualPolicies).to.deep.equal({
      remindersAfterMinutes: [2, 15],
      unconfirmedHours: 24,
      checkoutsPerHour: 10,
    });
  });

  for (const [said, minutes] of [
    ['never', []],
    ['5', [5]],
    [' 2 , 15 ', [2, 15]],
    ['0.05,1,2,3,1439.99', [0.05, 1, 2, 3, 1439.99]],
  ] as const)
    it(`remind as REMINDER_MINUTES=${said} says`, () => {
      const { policies, faults } = read({ REMINDER_MINUTES: said });
      expect(faults).to.deep.equal([]);
      expect(policies.remindersAfterMinutes).to.deep.equal(minutes);
    });

  for (const said of [',', '0', '0,2', '15,2', '2,2', '-1', 'soon', '2,never', '1e3', '1,2,3,4,5,6', '2;15'])
    it(`refuse REMINDER_MINUTES=${said}`, () => {
      expect(read({ REMINDER_MINUTES: said }).faults.map(({ problem }) => problem)).to.deep.equal([
        'is not one to 5 rising numbers of minutes',
      ]);
    });

  it('refuse a reminder that would come when nothing is waited for any more', () => {
    expect(read({ REMINDER_MINUTES: '2,1440' }).faults).to.have.length(1);
    expect(read({ REMINDER_MINUTES: '2,60', UNCONFIRMED_HOURS: '1' }).faults).to.have.length(1);
    expect(read({ REMINDER_MINUTES: '2,1440', UNCONFIRMED_HOURS: '25' }).faults).to.deep.equal([]);
  });

  for (const [name, good, bad] of [
    ['UNCONFIRMED_HOURS', ['1', '168'], ['0', '169', '1.5', 'day', '-24']],
    ['CHECKOUTS_PER_HOUR', ['1', '100'], ['0', '101', '2.5', 'many', '-1']],
  ] as const)
    it(`keep ${name} inside its bounds`, () => {
      for (const said of good) expect(read({ [name]: said }).faults, said).to.deep.equal([]);
      for (const said of bad)
        expect(
          read({ [name]: said }).faults.map(({ setting }) => setting),
          said,
        ).to.deep.equal([name]);
    });
});
