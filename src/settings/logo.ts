import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import type { Logo } from '../checkout/face.ts';
import { addressProblem } from './address-problem.ts';
import type { ConfigFault } from './config-faults.ts';
import { measureImage } from './image-measures.ts';

/** @param folder in which a path begins, and which it may not leave */
export async function readLogo(said: string, folder: string): Promise<Logo | ConfigFault> {
  return /^(?:[a-z][a-z\d+.-]+:|\/\/)/iu.test(said) ? toAddress(said) : readLogoFile(said, folder);
}

function toAddress(said: string): Logo | ConfigFault {
  const problem = addressProblem(said, false);
  return problem === undefined
    ? { address: new URL(said).href }
    : refuse(
        problem,
        'Name a file beside the catalogue, or write an address like https://shop.example.com/logo.png',
      );
}

async function readLogoFile(said: string, folder: string): Promise<Logo | ConfigFault> {
  const file = resolve(folder, said);
  const names = (problem: string): string => `names ${file}, which ${problem}`;
  const found = await read(file, folder);
  if ('problem' in found)
    return refuse(names(found.problem), `Name a PNG or JPEG of at most ${mostKilobytes} KB in ${folder}`);
  const measures = measureImage(found.bytes);
  if (measures === undefined) return refuse(...whatElse(found.bytes, names));
  const { width, height } = measures;
  return isFit(width, height)
    ? { ...measures, bytes: found.bytes }
    : refuse(names(`is ${width} × ${height} pixels`), fitting);
}

const mostKilobytes = 256;
const [least, most] = [32, 2_000];
const [widest, highest] = [8, 2];
const fitting = `Keep each side from ${least} to ${most} pixels, and it at most ${widest} times as wide as high, or ${highest} times as high as wide`;

function refuse(problem: string, mend: string): ConfigFault {
  return { setting: 'LOGO', problem, mend };
}

/** What is shown small would be a line as a ribbon, and take a phone's memory as a poster. */
function isFit(width: number, height: number): boolean {
  const isSized = Math.min(width, height) >= least && Math.max(width, height) <= most;
  return isSized && width <= widest * height && height <= highest * width;
}

function whatElse(bytes: Buffer, names: (problem: string) => string): [problem: string, mend: string] {
  if (bytes.length === 0) return [names('is empty'), 'Save the picture as a PNG or JPEG'];
  return /<svg[\s>]/iu.test(bytes.toString('latin1', 0, 4096))
    ? [names('is an SVG, and may hold scripts'), 'Save it as a PNG']
    : [names('is no whole PNG or JPEG, whatever it is called'), 'Save the picture as a PNG or JPEG'];
}

/** Nothing outside of the folder, by whatever way: a name that is misspelled must not publish another file of this machine. */
async function read(
  file: string,
  folder: string,
): Promise<{ readonly bytes: Buffer } | { readonly problem: string }> {
  const outside = { problem: `is outside of ${folder}` };
  if (!isInside(file, folder)) return outside;
  try {
    const found = await stat(file);
    if (!found.isFile()) return { problem: 'is not a file' };
    if (!isInside(await realpath(file), await realpath(folder))) return outside;
    if (found.size > mostKilobytes * 1024) return { problem: `is larger than ${mostKilobytes} KB` };
    return { bytes: await readFile(file) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { problem: code === 'ENOENT' ? 'is not there' : `cannot be read (${code})` };
  }
}

function isInside(file: string, folder: string): boolean {
  const way = relative(folder, file);
  return way !== '' && !/^\.\.(?:[/\\]|$)/u.test(way) && !isAbsolute(way);
}
