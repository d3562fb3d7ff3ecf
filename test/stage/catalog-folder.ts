import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalog } from '../../src/checkout/catalog.ts';
import { CatalogFaults } from '../../src/settings/catalog-faults.ts';
import { readCatalogFile } from '../../src/settings/catalog-file.ts';

/** A product without a fault. */
export const mug = { id: 'mug', name: 'Mug', description: 'A mug.', price: '12.50' };

/** A folder with a catalogue file and its pictures: a good one, one that is a folder, one that is too large. */
export interface CatalogFolder {
  readonly path: string;
  /** Writes the file, JSON or as it is, and reads it as the program does. @throws CatalogFaults */
  read(content: unknown): Promise<Catalog>;
  /** What is said about a file with faults. @throws Error where it has none */
  faultsOf(content: unknown): Promise<CatalogFaults>;
  remove(): Promise<void>;
}

export async function openCatalogFolder(): Promise<CatalogFolder> {
  const path = await mkdtemp(join(tmpdir(), 'catalogue-'));
  const file = join(path, 'shop.json');
  await mkdir(join(path, 'pictures', 'empty.png'), { recursive: true });
  await writeFile(join(path, 'pictures', 'mug.png'), 'picture');
  await writeFile(join(path, 'pictures', 'huge.png'), Buffer.alloc(1_000_001));

  async function read(content: unknown): Promise<Catalog> {
    const isRaw = typeof content === 'string' || Buffer.isBuffer(content);
    await writeFile(file, isRaw ? content : JSON.stringify(content, null, 2));
    return readCatalogFile(file);
  }

  return {
    path,
    read,
    faultsOf: async (content) => {
      try {
        await read(content);
      } catch (error) {
        if (error instanceof CatalogFaults) return error;
        throw error;
      }
      throw new Error('The catalogue was taken without a fault.');
    },
    remove: () => rm(path, { recursive: true }),
  };
}
