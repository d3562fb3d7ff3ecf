import { readFileSync } from 'node:fs';
import type { ConfigFault } from './config-faults.ts';
import { findMeant, settingNames } from './setting-names.ts';

/** What a `.env` file sets, and each line that would be lost in silence. */
export interface DotEnv {
  readonly values: Readonly<Record<string, string>>;
  readonly faults: readonly ConfigFault[];
}

/** Nothing where there is no such file. */
export function readDotEnv(file: string): DotEnv {
  const refuse = (problem: string, mend: string): DotEnv => ({
    values: {},
    faults: [{ setting: file, problem, mend }],
  });
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT') return { values: {}, faults: [] };
    return refuse(`cannot be read (${code})`, 'Make it a file that this program may read, or remove it');
  }
  try {
    return parseDotEnv(new TextDecoder('utf-8', { fatal: true }).decode(bytes), file);
  } catch {
    return refuse('is not UTF-8 text', 'Save it as UTF-8');
  }
}

/**
 * NAME=value, one a line, `export` before it or not. Quotes are taken away, and what is in them may hold remarks' signs
 * and run over lines; `\n` in double quotes is a new line. Without quotes a remark begins with a # behind a space or
 * the sign; a colour (`#` and hexadecimal digits) is none.
 */
export function parseDotEnv(text: string, file: string): DotEnv {
  const lines = text.replace(/^\uFEFF/u, '').split(/\r\n|\n|\r/u);
  const values = new Map<string, string>();
  const setIn = new Map<string, number>();
  const faults: ConfigFault[] = [];
  let next = 0;
  for (const [index, line] of lines.entries()) {
    if (index < next || /^\s*(?:#|$)/u.test(line)) continue;
    const refuse = (problem: string, mend: string): void => {
      faults.push({ setting: `${file}, line ${index + 1}`, problem, mend });
    };
    const sign = line.indexOf('=');
    const name = line
      .slice(0, Math.max(sign, 0))
      .trim()
      .replace(/^export\s+/u, '');
    const value =
      readQuoted([line.slice(sign + 1), ...lines.slice(index + 1)]) ?? toPlain(line.slice(sign + 1));
    const meant = findMeant(name);
    const earlier = setIn.get(name);
    if (!/^[a-z_][\w.-]*$/iu.test(name)) {
      refuse('is not a setting', 'Write NAME=value, or begin the line with # for a remark');
    } else if ('problem' in value) {
      refuse(value.problem, 'Close the quote at the end of the value, and leave out what follows it');
    } else if (meant.length > 0) {
      refuse(`sets ${name}, which is no setting`, `Write ${meant.join(' or ')}, or leave the line out`);
    } else if (earlier !== undefined && settingNames.includes(name)) {
      refuse(`sets ${name} again, after line ${earlier}`, 'Keep one of the two');
    } else {
      values.set(name, value.text);
      setIn.set(name, index + 1);
      next = index + value.lines;
    }
  }
  return { values: Object.fromEntries(values), faults };
}

type Value = { readonly text: string; readonly lines: number } | { readonly problem: string };

/** Undefined for a value that does not begin with a quote. */
function readQuoted([first = '', ...others]: readonly string[]): Value | undefined {
  const begin = first.trimStart();
  const quote = begin[0];
  if (quote !== '"' && quote !== "'" && quote !== '`') return undefined;
  const whole = [begin.slice(1), ...others].join('\n');
  const end = whole.indexOf(quote);
  if (end === -1) return { problem: 'opens a quote that is never closed' };
  const text = whole.slice(0, end);
  const [behind = ''] = whole.slice(end + 1).split('\n', 1);
  if (!/^\s*(?:#|$)/u.test(behind)) return { problem: 'holds something behind the closing quote' };
  const written =
    quote === '"' ? text.replaceAll(String.raw`\n`, '\n').replaceAll(String.raw`\r`, '\r') : text;
  return { text: written, lines: text.split('\n').length };
}

function toPlain(value: string): Value {
  // A colour begins with the sign of a remark, and would be lost in silence.
  const color = /^#[\da-f]{3,8}(?!\S)/iu.exec(value)?.[0];
  if (color !== undefined && /^(?:#|$)/u.test(value.slice(color.length).trim()))
    return { text: color, lines: 1 };
  const remark = value.search(/(?:^|\s)#/u);
  return { text: (remark === -1 ? value : value.slice(0, remark)).trim(), lines: 1 };
}
