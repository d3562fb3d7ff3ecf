import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';

export interface Instruction {
  readonly name: string;
  readonly words: string;
}

/** What a Dockerfile leaves: the folder that stands for the image's root, and how a container of it starts. */
export interface Image {
  readonly root: string;
  readonly workFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string;
  readonly volume: string;
  readonly healthCheck: readonly string[];
  readonly command: readonly string[];
}

export function readDockerfile(): Instruction[] {
  const lines = readFileSync('Dockerfile', 'utf8')
    .replaceAll(/^#.*\n/gmu, '')
    .replaceAll('\\\n', ' ');
  return [...lines.matchAll(/^([A-Z]+) +(.+)$/gmu)].map(([, name = '', words = '']) => ({ name, words }));
}

/**
 * Performs a Dockerfile's instructions in order, a folder for each stage, in which its absolute paths are found.
 * Whose files they are is not kept, and the packages are those that `npm ci` brought into this checkout.
 */
export function performDockerfile(instructions: readonly Instruction[], folder: string): Image {
  const stages = new Map<string, string>();
  let image = enterStage(folder, 'none');
  for (const { name, words } of instructions) {
    if (name === 'FROM') {
      const stage = / AS (\w+)$/u.exec(words)?.[1] ?? 'final';
      image = enterStage(folder, stage);
      stages.set(stage, image.root);
    } else image = perform(name, words, image, stages);
  }
  return image;
}

function enterStage(folder: string, stage: string): Image {
  const root = join(folder, stage);
  mkdirSync(root, { recursive: true });
  const nothing = { environment: {}, user: 'root', volume: '', healthCheck: [], command: [] };
  return { root, workFolder: root, ...nothing };
}

function perform(name: string, words: string, image: Image, stages: ReadonlyMap<string, string>): Image {
  switch (name) {
    case 'WORKDIR': {
      mkdirSync(join(image.root, words), { recursive: true });
      return { ...image, workFolder: join(image.root, words) };
    }
    case 'COPY': {
      copy(words, image, stages);
      return image;
    }
    case 'RUN': {
      for (const command of words.split('&&')) runCommand(command.trim(), image);
      return image;
    }
    case 'ENV':
      return { ...image, environment: { ...image.environment, ...readEnvironment(words, image) } };
    case 'USER':
      return { ...image, user: words };
    case 'VOLUME':
      return { ...image, volume: join(image.root, words) };
    case 'HEALTHCHECK':
      return { ...image, healthCheck: readCommand(words.slice(words.indexOf('CMD') + 3)) };
    case 'CMD':
      return { ...image, command: readCommand(words) };
    case 'EXPOSE':
    case 'STOPSIGNAL':
      return image;
    default:
      throw new Error(`The Dockerfile has an instruction that is not performed here: ${name}`);
  }
}

function copy(words: string, image: Image, stages: ReadonlyMap<string, string>): void {
  const from = /--from=(\w+)/u.exec(words)?.[1];
  const source = from === undefined ? process.cwd() : stages.get(from);
  if (source === undefined) throw new Error(`There is no stage ${from}.`);
  const paths = words.split(/\s+/u).filter((word) => !word.startsWith('--'));
  const target = place(paths.pop() ?? '', image);
  for (const path of paths) {
    if (from === undefined) mustReachDocker(path);
    const isFolder = statSync(join(source, path)).isDirectory();
    cpSync(join(source, path), isFolder ? target : join(target, basename(path)), {
      recursive: true,
      filter: (file) => !file.includes('/node_modules/.') && !file.endsWith('/mutation/node_modules'),
    });
  }
}

function mustReachDocker(path: string): void {
  const allowed = readFileSync('.dockerignore', 'utf8').split('\n');
  if (!allowed.includes(`!${path}`)) throw new Error(`.dockerignore keeps ${path} from the build.`);
}

function runCommand(command: string, image: Image): void {
  if (command.startsWith('npm rebuild ')) return;
  if (command.startsWith('npm ci ')) {
    const modules = join(image.workFolder, 'node_modules');
    if (!existsSync(modules)) symlinkSync(join(process.cwd(), 'node_modules'), modules);
    return;
  }
  const placed = command.replaceAll(/(?<=\s)\/\w+/gu, (path) => place(path, image));
  execFileSync('sh', ['-c', placed], { cwd: image.workFolder, stdio: ['ignore', 'ignore', 'inherit'] });
}

function readEnvironment(words: string, image: Image): Record<string, string> {
  return Object.fromEntries(
    words.split(/\s+/u).map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return [name, value.replace(/(?<=^|:)\/\w.*/u, (path) => place(path, image))];
    }),
  );
}

function place(path: string, image: Image): string {
  return path.startsWith('/') ? join(image.root, path) : join(image.workFolder, path);
}

/** The form without a shell, in which a signal reaches the program itself. */
function readCommand(words: string): string[] {
  return z.array(z.string()).min(1).parse(JSON.parse(words));
}
