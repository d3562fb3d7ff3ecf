/** Who works on a row, and until when nobody else may. */
export interface Lease {
  readonly holder: string;
  readonly until: number;
}

/** Longer than one call outside with its retries, and short enough that a dead process's work goes on within 30 s. */
export const leaseMs = 30_000;

/** The whole of one call outside. */
const longestCallMs = 28_000;

/** What a lease is written on. */
interface Leased {
  readonly version: number;
  readonly updatedAt: number;
  readonly lease?: Lease | undefined;
}

interface Needed<Row> {
  readonly store: {
    now(): Promise<number>;
    /** Compare-and-set on the version. */
    write(change: { readonly update: { readonly before: Row; readonly after: Row } }): Promise<unknown>;
  };
  readonly holder: string;
}

export function isHeld({ lease }: Pick<Leased, 'lease'>, now: number): boolean {
  return lease !== undefined && lease.until > now;
}

/** @throws CheckoutError `status_conflict` when somebody else was faster. */
export function takeLease<Row extends Leased>(ports: Needed<Row>, row: Row, now: number): Promise<Row> {
  return writeLease(ports, row, now + leaseMs);
}

/** Before a further call under one lease: renews it where the call could outlive it. */
export async function keepLease<Row extends Leased>(ports: Needed<Row>, row: Row): Promise<Row> {
  const now = await ports.store.now();
  const isEnough = row.lease !== undefined && row.lease.until - now >= longestCallMs;
  return isEnough ? row : takeLease(ports, row, now);
}

/** After an unclear answer nobody asks again for a while: a quarter of the time that it has lasted, 2 to 8 s, with jitter. */
export async function restUnderLease<Row extends Leased>(ports: Needed<Row>, row: Row): Promise<Row> {
  const now = await ports.store.now();
  const pauseMs = Math.min(8_000, Math.max(2_000, (now - row.updatedAt) / 4));
  return writeLease(ports, row, now + Math.round(pauseMs * (1 + Math.random() / 4)));
}

/** `updatedAt` stays: what is asked about again and again is overdue all the same. */
async function writeLease<Row extends Leased>(ports: Needed<Row>, row: Row, until: number): Promise<Row> {
  const after = { ...row, lease: { holder: ports.holder, until }, version: row.version + 1 };
  await ports.store.write({ update: { before: row, after } });
  return after;
}
