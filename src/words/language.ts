import { withCarrierWords as carrier } from './english/carrier.ts';
import {
  codesLikeWords as likeWords,
  countryName as country,
  countryNames as namesOfCountry,
} from './english/countries.ts';
import { refusals as chatRefusals, words as chat } from './english/chat.ts';
import { channelName as place, maskName as mask } from './english/for-whom.ts';
import { describeHours as hours } from './english/hours.ts';
import { legalNames as legal } from './english/legal.ts';
import { merchant as ownChat } from './english/merchant.ts';
import { describeMoment as moment } from './english/moment.ts';
import { type ErrorWords, pageErrors as errors } from './english/page-errors.ts';
import { commonWords as common, pageWords as pages } from './english/pages.ts';

export type { ErrorWords };
export type PageTemplate = keyof typeof pages;

/**
 * Everything that is said to a person, in one language. Another one is another folder beside `english/` that gives
 * each of these; what is missing in it does not compile.
 */
interface Language {
  readonly words: typeof chat;
  readonly refusals: typeof chatRefusals;
  readonly withCarrierWords: typeof carrier;
  readonly commonWords: typeof common;
  readonly pageWords: typeof pages;
  readonly pageErrors: Readonly<Record<keyof typeof errors, ErrorWords>>;
  readonly merchantWords: typeof ownChat;
  readonly describeMoment: typeof moment;
  readonly describeHours: typeof hours;
  readonly legalNames: typeof legal;
  readonly channelName: typeof place;
  readonly maskName: typeof mask;
  readonly countryName: typeof country;
  readonly countryNames: typeof namesOfCountry;
  readonly codesLikeWords: typeof likeWords;
}

const english: Language = {
  words: chat,
  refusals: chatRefusals,
  withCarrierWords: carrier,
  commonWords: common,
  pageWords: pages,
  pageErrors: errors,
  merchantWords: ownChat,
  describeMoment: moment,
  describeHours: hours,
  legalNames: legal,
  channelName: place,
  maskName: mask,
  countryName: country,
  countryNames: namesOfCountry,
  codesLikeWords: likeWords,
};

/** The language that is spoken: whoever speaks to people asks here, and nowhere by a language's name. */
export const {
  words,
  refusals,
  withCarrierWords,
  commonWords,
  pageWords,
  pageErrors,
  merchantWords,
  describeMoment,
  describeHours,
  legalNames,
  channelName,
  maskName,
  countryName,
  countryNames,
  codesLikeWords,
} = english;
