import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

const unit = 'deploy/chat-checkout.service';

describe('the systemd unit', () => {
  let folder = '';
  before(() => {
    needSystemd();
    folder = mkdtempSync(join(tmpdir(), 'unit-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  /** The unit as systemd reads it here, where Node may live elsewhere. */
  const place = (text: string): string => {
    const file = join(folder, 'chat-checkout.service');
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text.replace('ExecStart=/usr/bin/node ', `ExecStart=${process.execPath} `));
    return file;
  };
  const verify = (text: string): string => {
    const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', place(text)], { encoding: 'utf8' });
    return `${stdout}${stderr}`
      .split('\n')
      .filter((line) => line.includes('chat-checkout.service'))
      .join('\n');
  };

  it('is understood by systemd to the last line', () => {
    expect(verify(readFileSync(unit, 'utf8'))).to.equal('');
  });

  it('would not pass with a word that systemd does not know', () => {
    expect(verify(readFileSync(unit, 'utf8').replace('ProtectHome=', 'ProtectHouse='))).to.include(
      'ProtectHouse',
    );
  });

  it('keeps the program from nearly everything that it does not need', () => {
    const judge = ['security', '--offline=true', '--threshold=20', place(readFileSync(unit, 'utf8'))];
    const { status, stdout } = spawnSync('systemd-analyze', judge, { encoding: 'utf8' });
    expect(status, stdout).to.equal(0);
  });

  it('starts the bundle where its first lines say, and never again after wrong settings', () => {
    const text = readFileSync(unit, 'utf8');
    const [, folderSaid] = /into (\/opt\/\S+),/u.exec(text) ?? [];
    expect(text)
      .to.include(`WorkingDirectory=${folderSaid}\n`)
      .and.to.include('ExecStart=/usr/bin/node dist/main.js serve\n');
    expect(text).to.match(/^RestartPreventExitStatus=2$/mu);
  });
});

function needSystemd(): void {
  if (spawnSync('systemd-analyze', ['--version']).status === 0) return;
  try {
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '--yes', '--no-install-recommends', 'systemd'], { stdio: 'ignore' });
  } catch (error) {
    throw new Error(
      'The unit is read by systemd-analyze, which is missing here: install the package "systemd".',
      {
        cause: error,
      },
    );
  }
}
