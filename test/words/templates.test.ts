import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { pageWords } from '../../src/words/language.ts';

const templates = readdirSync('templates').filter((name) => name.endsWith('.njk'));

describe('the templates', () => {
  it('have no sentences of their own: every word that a person reads stands in words/', () => {
    const left = templates.flatMap((name) =>
      readFileSync(`templates/${name}`, 'utf8')
        .replaceAll(/\{% block page %\}.*?\{% endblock %\}/gu, ' ')
        .replaceAll(/\{%.*?%\}|\{\{.*?\}\}/gsu, ' ')
        .replaceAll(/<[^<>]*>/gu, ' ')
        .split(/\s+/u)
        .filter((word) => /\p{L}/u.test(word))
        .map((word) => `${name}: ${word}`),
    );
    expect(left).to.deep.equal([]);
  });

  it('are one for each page that has words', () => {
    const shared = new Set(['layout.njk', 'parts.njk']);
    const pages = templates.filter((name) => !shared.has(name)).map((name) => name.replace('.njk', ''));
    expect(pages.toSorted()).to.deep.equal(Object.keys(pageWords).toSorted());
  });
});
