import { expect } from 'chai';
import { readCatalogFile } from '../../src/settings/catalog-file.ts';
import { findProduct } from '../../src/checkout/catalog.ts';
import { type CatalogFolder, mug, openCatalogFolder } from '../stage/catalog-folder.ts';

describe('the catalogue file', () => {
  let folder: CatalogFolder;
  before(async () => {
    folder = await openCatalogFolder();
  });
  after(() => folder.remove());

  /** What is said about one product that differs from a good one, as "field: problem". */
  async function saidOf(change: Record<string, unknown>, currency: unknown = 'EUR'): Promise<string[]> {
    const { faults } = await folder.faultsOf({ currency, products: [{ ...mug, ...change }] });
    return faults.map(({ field, problem }) => `${field}: ${problem}`);
  }

  it('reads the sample shop that comes with the program', async () => {
    const sample = await readCatalogFile('public/catalog.json');
    expect(sample.products).to.have.length.within(8, 12);
    expect(sample.products.filter(({ taxRate }) => taxRate)).to.have.length.above(1);
    expect(sample.products.every(({ image }) => image?.endsWith('.png'))).to.equal(true);
    for (const product of sample.products) {
      expect(findProduct(sample, product.id)).to.deep.equal({ found: product });
      expect(findProduct(sample, product.name)).to.deep.equal({ found: product });
    }
  });

  it('turns prices into money and leaves out what the file leaves out', async () => {
    expect(await folder.read({ currency: 'EUR', products: [mug] })).to.deep.equal({
      currency: 'EUR',
      taxIncluded: false,
      shipping: 'none',
      products: [{ ...mug, price: { currency: 'EUR', minorUnits: 1250 } }],
    });
  });

  it('reads ways of shipping, free ones too, and pictures from elsewhere', async () => {
    const image = 'https://pictures.example/mug.png?size=2';
    const catalog = await folder.read({
      currency: 'JPY',
      products: [
        { ...mug, price: '1250', taxRate: '0.1', image },
        { ...mug, id: 'cup', name: 'Cup', price: '1', image: './pictures/mug.png' },
      ],
      shipping: [
        { name: 'By post', price: '500' },
        { name: 'Fetch it', price: '0' },
      ],
    });
    expect(catalog.products[0]).to.include({ taxRate: '0.1', image });
    expect(catalog.shipping).to.deep.equal([
      { name: 'By post', price: { currency: 'JPY', minorUnits: 500 } },
      { name: 'Fetch it', price: { currency: 'JPY', minorUnits: 0 } },
    ]);
  });

  it('says how to write that prices hold their tax, and where shipping may have a rate', async () => {
    const { faults } = await folder.faultsOf({
      currency: 'EUR',
      taxIncluded: 'yes',
      products: [mug],
      taxincluded: true,
    });
    expect(faults.map(({ field, problem, mend }) => `${field}: ${problem} ${mend}`)).to.deep.equal([
      'taxIncluded: This is a text. Write true or false without quotes: true where the prices hold their tax, or leave the field out.',
      'taxincluded: There is no field "taxincluded" here. Write "taxIncluded".',
    ]);
    const shipping = [{ name: 'Post', price: '4.90', taxRate: '0.19' }];
    const { message } = await folder.faultsOf({ currency: 'EUR', products: [mug], shipping });
    expect(message).to.include(
      'shipping[0].taxRate: Shipping has a rate only where "taxIncluded" is true. Write the share in quotes, such as "0.19" for 19 %, or leave the field out.',
    );
    const taken = await folder.read({ currency: 'EUR', taxIncluded: true, products: [mug], shipping });
    expect(taken).to.deep.include({
      taxIncluded: true,
      shipping: [{ name: 'Post', price: { currency: 'EUR', minorUnits: 490 }, taxRate: '0.19' }],
    });
  });

  it('takes a byte order mark, and line ends of any system', async () => {
    const text = JSON.stringify({ currency: 'EUR', products: [mug] }, null, 2).replaceAll('\n', '\r\n');
    expect((await folder.read(`\uFEFF${text}`)).products).to.have.length(1);
    const { faults } = await folder.faultsOf(`\uFEFF${text.replace('12.50', '12,50')}`);
    expect(faults[0]).to.include({ line: 8, column: 16, field: 'products[0].price' });
  });

  it('names every fault of a file at once, in order, with line, column, field and mend', async () => {
    const { faults, message } = await folder.faultsOf(`{
  "currency": "EUR",
  "products": [
    { "id": "Big Mug", "name": "Mug", "description": "A mug.", "price": "12,50" },
    { "id": "cup", "name": "MUG ", "description": "", "price": 9.5, "taxrate": "0.19" },
    { "id": "cup", "name": "Cup", "price": "9.505", "taxRate": "19%",
      "image": "pictures/none.png" },
    "teapot"
  ],
  "shipping": [{ "name": "Post", "price": "-1.00" }]
}`);
    expect(faults.map(({ line, column, field }) => `${line}:${column} ${field}`)).to.deep.equal([
      '4:13 products[0].id',
      '4:73 products[0].price',
      '5:28 products[1].name',
      '5:51 products[1].description',
      '5:64 products[1].price',
      '5:69 products[1].taxrate',
      '6:5 products[2].description',
      '6:13 products[2].id',
      '6:44 products[2].price',
      '6:64 products[2].taxRate',
      '7:16 products[2].image',
      '8:5 products[3]',
      '10:43 shipping[0].price',
    ]);
    expect(faults.every(({ problem, mend }) => problem.endsWith('.') && mend.endsWith('.'))).to.equal(true);
    expect(message).to.match(
      /^The catalogue .*shop\.json has 13 faults:\n {2}line 4, column 13, products\[0\]\.id: /u,
    );
    expect(message.split('\n')).to.have.length(14);
    expect(message).to.contain('There is no field "taxrate" here. Write "taxRate".');
  });

  it('says what is wrong with a price, by the currency', async () => {
    expect(await saidOf({ price: '12.505' })).to.deep.equal([
      'products[0].price: The amount "12.505" has too many decimals: EUR takes 2.',
    ]);
    expect(await saidOf({}, 'HUF')).to.deep.equal([
      'products[0].price: The amount "12.50" has too many decimals: HUF takes none.',
    ]);
    expect(await saidOf({ price: '-3' })).to.deep.equal(['products[0].price: The amount "-3" is negative.']);
    expect(await saidOf({ price: '0.00' })).to.deep.equal(['products[0].price: PayPal takes no price of 0.']);
    expect(await saidOf({ price: 12.5 })).to.deep.equal([
      'products[0].price: This is a number without quotes.',
    ]);
    expect(await saidOf({ price: null })).to.deep.equal(['products[0].price: This is null.']);
    expect(await saidOf({ price: '99999999999' })).to.match(
      /The price "99999999999" is too large: 9999999999\.99 is the most/u,
    );
    expect(await saidOf({ price: '100000000000' }, 'JPY')).to.match(/too large: 99999999999 is the most/u);
  });

  it('does not blame prices when the currency is wrong', async () => {
    for (const currency of ['XYZ', 'eur', '', 7, null]) {
      const { faults } = await folder.faultsOf({ currency, products: [mug] });
      expect(
        faults.map(({ field }) => field),
        String(currency),
      ).to.deep.equal(['currency']);
    }
  });

  it('refuses ids, names, descriptions and rates that PayPal or a chat cannot carry', async () => {
    const table: [Record<string, unknown>, RegExp][] = [
      [{ id: 'Mug' }, /short id/u],
      [{ id: 'mug_1' }, /short id/u],
      [{ id: '-mug' }, /short id/u],
      [{ id: 'm'.repeat(41) }, /short id/u],
      [{ id: '' }, /short id/u],
      [{ name: 'n'.repeat(128) }, /longer than 127/u],
      [{ name: '  ' }, /empty/u],
      [{ name: 'Mug\u0007' }, /control character/u],
      [{ name: ['Mug'] }, /a list/u],
      [{ description: 'd'.repeat(501) }, /longer than 500/u],
      [{ description: undefined }, /missing/u],
      [{ taxRate: '1.9' }, /above 1/u],
      [{ taxRate: '1' }, /"1" is as much as the price: 1 % is "0\.01"/u],
      [{ taxRate: 0.19 }, /without quotes/u],
      [{ colour: 'red' }, /no field "colour"/u],
      [{ __proto__x: {} }, /no field/u],
    ];
    for (const [change, problem] of table) {
      const said = await saidOf(change);
      expect(said, JSON.stringify(change).slice(0, 60)).to.have.length(1);
      expect(said[0]).to.match(problem);
    }
  });

  it('takes names and descriptions of exactly the longest length', async () => {
    const catalog = await folder.read({
      currency: 'EUR',
      products: [{ ...mug, name: 'n'.repeat(127), description: 'd'.repeat(500) }],
    });
    expect(catalog.products).to.have.length(1);
  });

  it('refuses pictures that are missing, too large, outside the folder, or not for chats', async () => {
    const table: [string, RegExp][] = [
      ['pictures/none.png', /There is no file .*none\.png/u],
      ['pictures/empty.png', /is not a file/u],
      ['pictures/huge.png', /larger than 1 MB/u],
      ['../mug.png', /not a path of plain names/u],
      ['pictures/../../mug.png', /not a path of plain names/u],
      ['/etc/passwd.png', /not a path of plain names/u],
      ['pictures\\mug.png', /not a path of plain names/u],
      ['pictures/.hidden.png', /not a path of plain names/u],
      ['shop.json', /PNG, JPEG and GIF only/u],
      ['http://pictures.example/mug.png', /needs https/u],
      ['javascript:alert(1)//.png', /needs https/u],
      ['data:image/png;base64,AAAA', /needs https/u],
      ['//pictures.example/mug.png', /not a complete address/u],
      ['https://me:secret@pictures.example/mug.png', /name or password/u],
      [`https://pictures.example/${'x'.repeat(2048)}`, /longer than 2048/u],
    ];
    for (const [image, problem] of table) {
      const said = await saidOf({ image });
      expect(said, image.slice(0, 60)).to.have.length(1);
      expect(said[0]).to.match(problem);
    }
  });

  it('refuses lists of absurd or no length', async () => {
    const products = Array.from({ length: 1001 }, (_, index) => ({
      ...mug,
      id: `m-${index}`,
      name: `Mug ${index}`,
    }));
    expect((await folder.faultsOf({ currency: 'EUR', products })).faults[0]?.problem).to.equal(
      'There are more than 1000 products.',
    );
    expect((await folder.read({ currency: 'EUR', products: products.slice(1) })).products).to.have.length(
      1000,
    );
    expect((await folder.faultsOf({ currency: 'EUR', products: [] })).faults[0]?.problem).to.equal(
      'There are no products.',
    );
    expect(
      (await folder.faultsOf({ currency: 'EUR', products: [mug], shipping: [] })).faults[0]?.problem,
    ).to.equal('The list is empty.');
    expect(
      (await folder.faultsOf({ currency: 'EUR', products: [mug], shipping: 'post' })).faults[0]?.field,
    ).to.equal('shipping');
  });

  it('keeps its message readable when everything is wrong', async () => {
    const { faults, message } = await folder.faultsOf({
      currency: 'EUR',
      products: Array.from({ length: 200 }, () => ({})),
    });
    expect(faults).to.have.length(800);
    expect(message.split('\n')).to.have.length(27);
    expect(message).to.match(/… and 775 more\.$/u);
  });
});
