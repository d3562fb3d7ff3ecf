import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ConfigFault } from './config-faults.ts';
import { type ImageMeasures, measureImage } from './image-measures.ts';

/** Read once: what was looked at is what is served. */
export interface Logo extends ImageMeasures {
  readonly bytes: Buffer;
}

/** @param folder the catalogue's, in which a path begins */
export async function readLogo(said: string, folder: string): Promise<Logo | ConfigFault> {
  const refuse = (problem: string, mend: string): ConfigFault => ({ setting: 'LOGO', problem, mend });
  if (/^(?:[a-z][a-z\d+.-]+:|\/\/)/iu.test(said))
    return refuse(
      'is an address; a picture from elsewhere would tell its host who pays, and the pages load none',
      'Put the picture beside the catalogue and name the file',
    );
  const file = resolve(folder, said);
  const found = await read(file);
  const names = (problem: string): string => `names ${file}, which ${problem}`;
  if ('problem' in found)
    return refuse(names(found.problem), `Name a PNG or JPEG of at most ${mostKilobytes} KB`);
  const measures = measureImage(found.bytes);
  if (measures === undefined) {
    const isSvg = /<svg[\s>]/iu.test(found.bytes.toString('latin1', 0, 4096));
    return isSvg
      ? refuse(names('is an SVG, and may hold scripts'), 'Save it as a PNG')
      : refuse(names('is no whole PNG or JPEG, whatever it is called'), 'Save the picture as a PNG or JPEG');
  }
  const { width, height } = measures;
  return isFit(width, height)
    ? { ...measures, bytes: found.bytes }
    : refuse(names(`is ${width} × ${height} pixels`), fitting);
}

const mostKilobytes = 256;
const [least, most] = [32, 2_000];
const [widest, highest] = [8, 2];
const fitting = `Keep each side from ${least} to ${most} pixels, and it at most ${widest} times as wide as high, or ${highest} times as high as wide`;

/** Shown some 48 pixels high beside the shop's name: a ribbon would be a line there, and a poster takes a phone's memory. */
function isFit(width: number, height: number): boolean {
  const isSized = Math.min(width, height) >= least && Math.max(width, height) <= most;
  return isSized && width <= widest * height && height <= highest * width;
}

async function read(file: string): Promise<{ readonly bytes: Buffer } | { readonly problem: string }> {
  try {
    const found = await stat(file);
    if (!found.isFile()) return { problem: 'is not a file' };
    if (found.size > mostKilobytes * 1024) return { problem: `is larger than ${mostKilobytes} KB` };
    return { bytes: await readFile(file) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { problem: code === 'ENOENT' ? 'is not there' : `cannot be read (${code})` };
  }
}
