/** What must hold at every moment of every run, in the words of the protocol. */
export const rules = {
  M1: 'At most one capture in COMPLETED or PENDING for a checkout, over all its PayPal orders.',
  M2: 'Every capture has the amount and currency of the snapshot, and every amount shown is the same.',
  M3: '"Paid" is said or stored only after PayPal holds a COMPLETED capture that satisfies M2.',
  M4: 'No capture before the confirmation is committed (on_confirmation), none without the return proof (on_return).',
  M5: 'Every completed capture is confirmed, waiting for its number, being refunded, refunded or flagged.',
  M6: 'Expired, cancelled, abandoned, locked stays so: no capture is requested.',
  M7: 'Refunds never exceed the capture; one refund for one decision.',
  M8: 'At rest the captures and refunds at PayPal are those in our store, row by row.',
  M9: 'Statuses move along the transition table only; the version grows with each move.',
  M10: 'At most one live order for a checkout; one that left the live set is never captured.',
  M11: 'One logical operation has one request id and byte-equal body; GET before every repeated POST.',
  M12: 'What a message or a page claims is committed first.',
  M13: 'PENDING is neither paid nor failed.',
  M14: 'Every PayPal order we made has a row written before the call.',
  B1: 'A number is accepted once, from the owner, in time, within its attempts.',
  B2: 'A number is shown only to the browser that came back.',
  B3: 'The limits of the attempts hold under any concurrency.',
  B4: 'A GET of the link changes nothing.',
  B5: 'After rotation the old link, number and order lead to nothing.',
  B7: 'What is told about a checkout is told to its owner: channel, conversation and shopper.',
  S1: 'Every signal ends delivered, or undeliverable, or dropped because the checkout moved on.',
  S2: 'Shown once; one extra copy at most for a crash or a lost answer.',
  S3: 'Never contradictory: after "paid" no "expired".',
  S4: 'Never older than what was already shown.',
  S5: 'The row is written in the transaction of the status change.',
  N1: 'What the merchant has to hear is written once, in the transaction of what it tells of.',
  N2: 'The merchant is told once; another copy, under the same id, only for a crash or a lost answer.',
  N3: 'At rest the merchant has been told of everything, or it was given up after a day where a person sees it.',
  N4: 'A chat of the merchant hears what happens while it is let in, and nothing from before or afterwards.',
  P1: 'Who pays is kept with the change that first knows it, and goes with the erasure.',
  D1: 'Where the price is that of a country, nothing is captured before PayPal itself has named that country.',
  D2: 'That goods are on their way is written for what is confirmed and sent, and told once for each thing that is said of it.',
  D3: 'A number is told to PayPal after it is written, under one request id, once; at rest the answer is there.',
  whole: 'A change is kept whole or not at all; one that is refused has left nothing.',
  words:
    'What an event says is never the truth: reversals and disputes are noted where PayPal has them, and only there.',
  T: 'Database time decides.',
  life: 'Once faults stop, every checkout is terminal or waiting for a person within 120 s; no lease is older than 60 s.',
  twin: 'The model of the store answers as the store does.',
  fault: 'No use case fails in a way that the product does not name.',
} as const;

export type Rule = keyof typeof rules;

export interface Breach {
  readonly rule: Rule;
  readonly detail: string;
}

/** Keeps the first breach of a run: what follows from it says nothing more. */
export interface Judge {
  readonly first: Breach | undefined;
  breach(rule: Rule, detail: string): void;
  /** Says that it must hold. */
  hold(condition: boolean, rule: Rule, detail: string): void;
}

export function createJudge(): Judge {
  let first: Breach | undefined;
  const breach: Judge['breach'] = (rule, detail) => {
    first ??= { rule, detail };
  };
  return {
    get first() {
      return first;
    },
    breach,
    hold: (condition, rule, detail) => {
      if (!condition) breach(rule, detail);
    },
  };
}
