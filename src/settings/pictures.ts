import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Catalog, Product } from '../checkout/catalog.ts';

/** The catalogue with each local picture under an address of the site, and the file behind each address. */
export interface PublishedCatalog {
  readonly catalog: Catalog;
  /** `/products/<id>.png` to its file. */
  readonly pictures: ReadonlyMap<string, string>;
}

/** Only what the catalogue names is served; a drawing beside a photograph goes along. https pictures stay as they are. */
export function publishPictures(catalog: Catalog, folder: string): PublishedCatalog {
  const pictures = new Map<string, string>();
  const publish = (product: Product): Product => {
    const { id, image } = product;
    if (image === undefined || image.startsWith('https://')) return product;
    const extension = extname(image).toLowerCase();
    const file = join(folder, image);
    pictures.set(`/products/${id}${extension}`, file);
    const drawing = `${file.slice(0, -extension.length)}.svg`;
    if (existsSync(drawing)) pictures.set(`/products/${id}.svg`, drawing);
    return { ...product, image: `products/${id}${extension}` };
  };
  return { catalog: { ...catalog, products: catalog.products.map(publish) }, pictures };
}
