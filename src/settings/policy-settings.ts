import { type Policies, usualPolicies } from '../checkout/policies.ts';
import type { SettingReader } from './setting-reader.ts';

export function readPolicySettings(reader: SettingReader): Policies {
  const unconfirmedHours = reader.whole('UNCONFIRMED_HOURS', usualPolicies.unconfirmedHours, 1, 168);
  return {
    remindersAfterMinutes: readReminders(reader, unconfirmedHours),
    unconfirmedHours,
    checkoutsPerHour: reader.whole('CHECKOUTS_PER_HOUR', usualPolicies.checkoutsPerHour, 1, 100),
  };
}

const none = 'never';
const most = 5;

function readReminders({ list, fault }: SettingReader, unconfirmedHours: number): readonly number[] {
  const said = list('REMINDER_MINUTES');
  if (said === undefined) return usualPolicies.remindersAfterMinutes;
  if (said.length === 1 && said[0] === none) return [];
  const minutes = said.map((item) => (/^\d{1,5}(?:\.\d{1,4})?$/u.test(item) ? Number(item) : NaN));
  const isRising = minutes.every((one, index) => one > (minutes[index - 1] ?? 0));
  if (minutes.length < 1 || minutes.length > most || !isRising) {
    const problem = `is not one to ${most} rising numbers of minutes`;
    fault('REMINDER_MINUTES', problem, `Write it like 2,15, or ${none} for no reminder`);
  } else if ((minutes.at(-1) ?? 0) >= unconfirmedHours * 60) {
    const problem = 'holds a reminder for a payment that is no longer waited for';
    fault('REMINDER_MINUTES', problem, 'Keep each below UNCONFIRMED_HOURS, which are 60 minutes each');
  }
  return minutes;
}
