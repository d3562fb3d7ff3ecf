import type { SettingReader } from './setting-reader.ts';
import { readServiceHosts } from './service-hosts.ts';

/** The bot's registration, and where the bot may send. */
export interface BotSettings {
  /** Under the names that botbuilder reads; empty without a registration. */
  readonly registration: Readonly<Record<string, string>>;
  readonly appId: string;
  readonly serviceHosts: readonly string[];
}

/** What botbuilder's ConfigurationBotFrameworkAuthentication reads. */
export const botSettingNames = [
  'MicrosoftAppId',
  'MicrosoftAppPassword',
  'MicrosoftAppType',
  'MicrosoftAppTenantId',
  'CertificateThumbprint',
  'CertificatePrivateKey',
  'ChannelService',
  'ValidateAuthority',
  'CallerId',
  'OAuthUrl',
  'OAuthApiEndpoint',
  'BotOpenIdMetadata',
  'ToBotFromChannelOpenIdMetadataUrl',
  'ToBotFromChannelTokenIssuer',
  'ToBotFromEmulatorOpenIdMetadataUrl',
  'ToChannelFromBotLoginUrl',
  'ToChannelFromBotOAuthScope',
] as const;

type BotSettingName = (typeof botSettingNames)[number];

/** Whoever can change what is read there is believed to be the channel, or is given the bot's password. */
const addresses = [
  'BotOpenIdMetadata',
  'ToBotFromChannelOpenIdMetadataUrl',
  'ToBotFromEmulatorOpenIdMetadataUrl',
  'OAuthUrl',
  'OAuthApiEndpoint',
  'ToChannelFromBotLoginUrl',
] as const;

type Values = Partial<Record<BotSettingName, string>>;

export function readBotSettings(reader: SettingReader, isProduction: boolean): BotSettings {
  const values: Values = Object.fromEntries(
    botSettingNames.flatMap((name) => {
      const value = reader.optional(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  checkType(reader, values, isProduction);
  checkCloud(reader, values);
  for (const name of isProduction ? addresses : []) {
    if (values[name] !== undefined && !/^https:\/\//iu.test(values[name]))
      reader.fault(name, 'is not https in production', 'Set its https address, or leave it out');
  }
  const appId = values.MicrosoftAppId ?? '';
  return { registration: values, appId, serviceHosts: readServiceHosts(reader, appId !== '') };
}

/** botbuilder takes an unknown type for MultiTenant, and ends the program at the first thing that another type lacks. */
function checkType(reader: SettingReader, values: Values, isProduction: boolean): void {
  const types = ['MultiTenant', 'SingleTenant', 'UserAssignedMSI'] as const;
  const said = values.MicrosoftAppType?.toLowerCase() ?? 'multitenant';
  const type = types.find((one) => one.toLowerCase() === said);
  if (type === undefined)
    reader.fault('MicrosoftAppType', `is none of ${types.join(', ')}`, 'Copy it from the bot in Azure');
  const needs = (name: BotSettingName, why: string, mend: string): void => {
    if (values[name] === undefined) reader.fault(name, `is missing ${why}`, mend);
  };
  const hasCertificate =
    values.CertificateThumbprint !== undefined || values.CertificatePrivateKey !== undefined;
  if (hasCertificate) {
    needs('CertificateThumbprint', 'beside CertificatePrivateKey', 'Set both, or neither');
    needs('CertificatePrivateKey', 'beside CertificateThumbprint', 'Set both, or neither');
  }
  if (type === 'SingleTenant' || type === 'UserAssignedMSI') {
    needs('MicrosoftAppId', `for ${type}`, "Set the app id of the bot's registration");
    needs('MicrosoftAppTenantId', `for ${type}`, 'Copy the tenant id from the bot in Azure');
  } else if (isProduction) {
    needs('MicrosoftAppId', 'in production', 'Register a bot and set its app id');
  }
  if (type === 'UserAssignedMSI' && values.MicrosoftAppPassword !== undefined)
    reader.fault('MicrosoftAppPassword', 'is set for UserAssignedMSI, which has none', 'Leave it out');
  if (type === 'UserAssignedMSI' || hasCertificate) return;
  const mend = "Set a client secret of the bot's registration";
  if (type === 'SingleTenant') needs('MicrosoftAppPassword', 'for SingleTenant', mend);
  else if (isProduction && values.MicrosoftAppId !== undefined)
    needs('MicrosoftAppPassword', 'in production', mend);
}

/** With one setting of another cloud botbuilder forgets all that it knows of its own. */
function checkCloud(reader: SettingReader, values: Values): void {
  const { BotOpenIdMetadata, ToBotFromChannelOpenIdMetadataUrl = BotOpenIdMetadata } = values;
  const cloud = { ...values, ToBotFromChannelOpenIdMetadataUrl };
  const isOther = [...addresses, ...tokenNames, callerId].some((name) => values[name] !== undefined);
  if (!isOther) {
    const isKnown = [undefined, 'https://botframework.azure.us'].includes(values.ChannelService);
    if (!isKnown)
      reader.fault(
        'ChannelService',
        'is not known to botbuilder',
        'Set it to https://botframework.azure.us for the US Government cloud, or leave it out',
      );
    return;
  }
  for (const name of [
    'ToBotFromChannelOpenIdMetadataUrl',
    'ToChannelFromBotLoginUrl',
    ...tokenNames,
  ] as const) {
    if (cloud[name] === undefined)
      reader.fault(
        name,
        'is missing beside another setting of a cloud of its own',
        'Set it too, or leave out all of them (OAuthUrl, CallerId, ToBotFrom…, ToChannelFrom…)',
      );
  }
}

const tokenNames = ['ToBotFromChannelTokenIssuer', 'ToChannelFromBotOAuthScope'] as const;
const callerId = 'CallerId' as const;
