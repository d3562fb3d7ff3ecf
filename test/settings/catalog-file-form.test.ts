import { expect } from 'chai';
import { join } from 'node:path';
import { readCatalogFile } from '../../src/settings/catalog-file.ts';
import { type CatalogFolder, mug, openCatalogFolder } from '../stage/catalog-folder.ts';

describe('a catalogue file that is no catalogue', () => {
  let folder: CatalogFolder;
  before(async () => {
    folder = await openCatalogFolder();
  });
  after(() => folder.remove());

  it('names the line of the first product in a repetition', async () => {
    const { faults } = await folder.faultsOf({ currency: 'EUR', products: [mug, { ...mug, id: 'cup' }] });
    expect(faults).to.deep.equal([
      {
        line: 12,
        column: 15,
        field: 'products[1].name',
        problem: 'Line 6 has the same name.',
        mend: 'Give each its own name.',
      },
    ]);
  });

  it('reports a field that stands twice, which JSON would silently let win', async () => {
    const text = JSON.stringify({ currency: 'EUR', products: [mug] }).replace(
      '"price":',
      '"price":"1.00",\n"price":',
    );
    const { faults } = await folder.faultsOf(text);
    expect(faults).to.have.length(1);
    expect(faults[0]).to.include({ line: 2, column: 1, field: 'products[0].price' });
  });

  it('stops at broken JSON and says where and within what', async () => {
    const { faults, message } = await folder.faultsOf(
      '{\n  "currency": "EUR",\n  "products": [\n    { "id": "mug" "name": "Mug" }\n  ]\n}',
    );
    expect(faults).to.have.length(1);
    expect(faults[0]).to.include({ line: 4, column: 19, field: 'products[0]' });
    expect(message).to.contain(
      'has a fault:\n  line 4, column 19, products[0]: A comma or "}" is wanted here, not "\\"".',
    );
  });

  it('says so when the document is something else', async () => {
    for (const content of ['[]', 'null', '7', '"x"']) {
      const { faults } = await folder.faultsOf(content);
      expect(faults[0], content).to.include({ line: 1, column: 1, field: '' });
      expect(faults[0]?.mend).to.contain('"currency"');
    }
  });

  it('refuses a file that is missing, a folder, too large, or not UTF-8', async () => {
    const failure = async (path: string) => readCatalogFile(path).then(() => '', String);
    expect(await failure(join(folder.path, 'none.json'))).to.match(/cannot be read: ENOENT/u);
    expect(await failure(folder.path)).to.match(/cannot be read: EISDIR/u);
    expect((await folder.faultsOf(`"${'x'.repeat(1_000_000)}"`)).message).to.contain('larger than 1 MB');
    const latin = Buffer.from('{\n "currency": "EUR", "shop": "Caf\u00E9"\n}', 'latin1');
    expect((await folder.faultsOf(latin)).faults[0]).to.include({
      line: 2,
      column: 33,
      problem: 'The file is not UTF-8 text.',
    });
    expect((await folder.faultsOf(Buffer.from('\uFEFF{}', 'utf16le'))).message).to.contain(
      'Save it as UTF-8',
    );
  });
});
