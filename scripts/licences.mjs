// The licences of other people's code that stands inside dist/*.js or beside it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes one file with the licence of each package that the build read from, and of those named beside it. */
export function writeLicences({ inputs }, beside, file) {
  const folders = Object.keys(inputs).map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(path)?.[0]);
  const all = new Set([...folders.filter((folder) => folder !== undefined), ...beside]);
  writeFileSync(
    file,
    [...all]
      .toSorted((one, other) => one.localeCompare(other))
      .map(licenceOf)
      .join(`\n${'-'.repeat(80)}\n\n`),
  );
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(?:licen[cs]e|copying|notice)/iu.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), 'utf8').trim());
  return [`${name} ${version} (${license ?? 'see the text'})`, ...texts].join('\n\n') + '\n';
}
