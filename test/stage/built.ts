import { existsSync } from 'node:fs';

// Before anything is opened: a file of tests that fails half-way leaves what it has opened, and the run does not end.
if (!existsSync('dist/main.js'))
  throw new Error(
    'dist/main.js is not there, and these tests start the built program. Say: npm run build. Then run them again.',
  );
