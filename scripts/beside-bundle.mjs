/** What dist/main.js needs beside it: the compiled addon cannot be bundled, nor can what looks for it. */
export const besideBundle = [
  'node_modules/better-sqlite3',
  'node_modules/bindings',
  'node_modules/file-uri-to-path',
];
