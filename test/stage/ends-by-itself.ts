/** What tests leave open keeps their process alive; a suite that failed half-way has no other way to say so than to hang. */
const patienceMs = 30_000;

/** Side by side, and where mistakes are tried, a process goes on with other files, and is ended by whoever began it. */
const isAlone = ['MOCHA_WORKER_ID', 'STRYKER_MUTATOR_WORKER'].every(
  (name) => process.env[name] === undefined,
);

export const mochaHooks = {
  afterAll(): void {
    if (!isAlone) return;
    // It holds nothing up: where nothing is open, the process has ended before.
    setTimeout(endIt, patienceMs).unref();
  },
};

function endIt(): void {
  const open = [...new Set(process.getActiveResourcesInfo())].join(', ');
  process.stderr.write(
    `The tests are over, and something that they opened is still open after ${patienceMs / 1000} s: ${open}.\n`,
  );
  // After mocha's own listener, which says how many have failed.
  process.on('exit', () => {
    process.exitCode = process.exitCode === 0 ? 1 : process.exitCode;
  });
  process.exit();
}
