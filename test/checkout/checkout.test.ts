import { expect } from 'chai';
import {
  active,
  expirable,
  move,
  type Status,
  statuses,
  transitions,
  waitsForNumber,
} from '../../src/checkout/checkout.ts';
import { CheckoutError } from '../../src/checkout/errors.ts';
import { mayStillBeSaid, signalStatuses } from '../../src/checkout/signal.ts';
import { sampleCheckout } from '../store/sample-checkout.ts';

describe('the table of statuses', () => {
  const exits = (status: Status): readonly Status[] => transitions[status];

  it('moves along its own rows and no other way, and grows the version with each move', () => {
    for (const from of statuses) {
      for (const to of statuses) {
        const checkout = sampleCheckout(1, { status: from, version: 7 });
        const attempt = () => move(checkout, to, {}, 2);
        if (exits(from).includes(to)) {
          expect(attempt(), `${from} to ${to}`).to.include({ status: to, version: 8, updatedAt: 2 });
        } else {
          expect(attempt).to.throw(CheckoutError, `status_conflict: ${from} to ${to}`);
        }
      }
    }
  });

  it('names every status', () => {
    expect([...statuses].toSorted()).to.deep.equal(Object.keys(transitions).toSorted());
  });

  it('reaches every status from a link that is out', () => {
    const reached = new Set<Status>(['open']);
    for (const status of reached) for (const next of exits(status)) reached.add(next);
    expect([...reached].toSorted()).to.deep.equal([...statuses].toSorted());
  });

  it('leaves what is over only for a person to look at or for the money to go back', () => {
    const over = statuses.filter((status) => !active.includes(status));
    expect(over).to.have.members(['confirmed', 'cancelled', 'expired', 'flagged', 'refunding', 'refunded']);
    for (const status of over)
      expect(['flagged', 'refunding', 'refunded']).to.include.members([...exits(status)]);
    expect(exits('refunded')).to.deep.equal([]);
  });

  it('lets money be asked for only after an approval, and paid only after it was asked for', () => {
    const into = (wanted: Status) => statuses.filter((status) => exits(status).includes(wanted));
    expect(into('capture_submitted')).to.deep.equal(['awaiting_approval', 'approved', 'declined']);
    expect(into('paid')).to.deep.equal(['capture_submitted', 'capture_pending']);
    expect(into('confirmed')).to.deep.equal(['capture_submitted', 'capture_pending', 'paid']);
    expect(into('refunded')).to.deep.equal(['paid', 'confirmed', 'flagged', 'refunding']);
  });

  it('lets the deadline and a cancel end the same statuses, none with money under way', () => {
    for (const end of ['expired', 'cancelled'] as const) {
      expect(statuses.filter((status) => exits(status).includes(end))).to.have.members(expirable);
    }
  });

  it('waits for the number after the payment, or after the approval, and in no other status', () => {
    expect(statuses.filter((status) => waitsForNumber({ status }))).to.deep.equal(['approved', 'paid']);
  });

  it('lets nothing be said that contradicts the status', () => {
    for (const kind of ['expired', 'cancelled', 'link_ready', 'deadline_near'] as const) {
      expect(mayStillBeSaid(kind, { status: 'paid', orders: [] }, 0), kind).to.equal(false);
    }
    for (const status of statuses) {
      expect(mayStillBeSaid('payment_arrived', { status, orders: [] }, 0)).to.equal(status === 'paid');
    }
    expect(Object.keys(signalStatuses)).to.have.length(21);
  });
});
