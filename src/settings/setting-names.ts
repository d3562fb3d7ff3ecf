import { botSettingNames } from './bot-settings.ts';
import { secretSettings } from './setting-value.ts';

/** Every setting that is read. */
export const settingNames: readonly string[] = [
  'NODE_ENV',
  'HOST',
  'PORT',
  'PUBLIC_URL',
  'DATABASE_URL',
  'KEYS',
  'MERCHANT_NAME',
  'SUPPORT_CONTACT',
  'MERCHANT_WEBHOOK_URL',
  'MERCHANT_WEBHOOK_SECRETS',
  'MERCHANT_WEBHOOK_HOSTS',
  'CATALOG',
  'LOGO',
  'BRAND_COLOR',
  'TERMS_URL',
  'PRIVACY_URL',
  'RETURNS_URL',
  'PAYPAL_ENVIRONMENT',
  'PAYPAL_CLIENT_ID',
  'PAYPAL_CLIENT_SECRET',
  'PAYPAL_MERCHANT_ID',
  'PAYPAL_WEBHOOK_ID',
  'PAYPAL_API_URL',
  'PAYPAL_WEB_URL',
  'SIMULATOR_PORT',
  'CAPTURE',
  'UNCONFIRMED',
  'UNCONFIRMED_HOURS',
  'REMINDER_MINUTES',
  'CHECKOUTS_PER_HOUR',
  'NUMBER',
  'CHECKOUT_MINUTES',
  'MAGIC_NUMBER_MINUTES',
  'MAGIC_NUMBER_DIGITS',
  'RETENTION_DAYS',
  ...botSettingNames,
  'SERVICE_HOSTS',
  'TRUSTED_PROXIES',
  'LOG_LEVEL',
  ...secretSettings.map((name) => `${name}_FILE`),
];

/** The settings that a name may stand for which is none of them: misspelled, cut short, or without one of its words. */
export function findMeant(name: string): readonly string[] {
  if (settingNames.includes(name)) return [];
  const near = settingNames.filter((setting) => isNear(name, setting));
  // A setting's file is meant only where the setting itself is not.
  return near.filter(
    (setting) => !near.includes(setting.replace(/_FILE$/u, '')) || !setting.endsWith('_FILE'),
  );
}

const ourPrefixes =
  /^(?:PAYPAL|MICROSOFT_?APP|CHECKOUT|MAGIC_?NUMBER|MERCHANT|SIMULATOR|UNCONFIRMED|REMINDER|LOGO(?:_|S?$)|BRAND_|TERMS_|PRIVACY_|RETURNS?_|SERVICE_?HOST|TRUSTED_?PROX|TOBOTFROM|TOCHANNELFROM)/iu;

/** What Kubernetes sets for each service beside this one, whatever it is called. */
const ofKubernetes = /_(?:SERVICE_HOST|SERVICE_PORT|PORT|TCP|UDP|PROTO|ADDR)$/u;

/** Names in the environment that look like ours and are read by nobody, each with what may be meant. */
export function findUnknownNames(environment: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(environment)
    .toSorted()
    .filter((name) => /^[\w.-]{1,80}$/u.test(name) && ourPrefixes.test(name))
    .filter((name) => !settingNames.includes(name) && !ofKubernetes.test(name))
    .map((name) => {
      const meant = findMeant(name);
      return meant.length === 0 ? name : `${name} (perhaps ${meant.join(' or ')})`;
    });
}

function isNear(name: string, setting: string): boolean {
  const said = fold(name);
  const right = fold(setting);
  if (said === right || (said.length >= 8 && right.startsWith(said))) return true;
  const words = name.toUpperCase().split('_');
  if (words.length > 1 && words.every((word) => setting.split('_').includes(word))) return true;
  return countMistakes(said, right) <= (right.length < 7 ? 1 : 2);
}

function fold(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z\d]/gu, '');
}

/** Letters that are missing, too many, wrong, or changed places with their neighbour. */
function countMistakes(said: string, right: string): number {
  const rows = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= said.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = said[row - 1] === right[column - 1];
      const isSwapped = said[row - 1] === right[column - 2] && said[row - 2] === right[column - 1];
      const at = (up: number, left: number): number => rows[row - up]?.[column - left] ?? Infinity;
      line.push(
        Math.min(
          at(1, 0) + 1,
          (line[column - 1] ?? Infinity) + 1,
          at(1, 1) + (isSame ? 0 : 1),
          isSwapped ? at(2, 2) + 1 : Infinity,
        ),
      );
    }
    rows.push(line);
  }
  return rows[said.length]?.[right.length] ?? Infinity;
}
