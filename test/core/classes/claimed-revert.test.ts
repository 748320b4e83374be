import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimedRevert } from '#core/classes/claimed-revert.ts';
import { medianWorkTime } from '../../support/work-time.ts';

const HERE = { owner: 'shop', name: 'web' };
const TITLE = 'Revert "Keep the cart"';

function claimed(body: string, title = TITLE, number = 40): number | null {
  return claimedRevert({ title, body, number }, HERE);
}

describe('claimedRevert', () => {
  it.each<[what: string, body: string, title: string, expected: number | null]>([
    ['as GitHub’s button writes it', 'Reverts shop/web#31', TITLE, 31],
    ['on a line among others', 'It broke the tax.\n\nReverts shop/web#31\n\nSorry.', TITLE, 31],
    ['with the line ends of a form', 'Why:\r\nReverts shop/web#31\r\n', TITLE, 31],
    ['with blanks after it', 'Reverts shop/web#31 \t', TITLE, 31],
    ['without the repository', 'Reverts #31', TITLE, 31],
    ['in other letters', 'Reverts Shop/WEB#31', TITLE, 31],
    ['of a revert', 'Reverts shop/web#31', 'Revert "Revert "Keep the cart""', 31],
    ['the first of two', 'Reverts shop/web#31\nReverts shop/web#32', TITLE, 31],
    ['here, after one elsewhere', 'Reverts shop/api#31\nReverts shop/web#32', TITLE, 32],
    ['with blanks around its title', 'Reverts shop/web#31', `  ${TITLE} `, 31],

    ['with a title of its own', 'Reverts shop/web#31', 'Keep the cart', null],
    ['with an unquoted title', 'Reverts shop/web#31', 'Revert Keep the cart', null],
    ['with a conventional title', 'Reverts shop/web#31', 'revert: keep the cart', null],
    ['with an empty title', 'Reverts shop/web#31', 'Revert ""', null],
    ['with more than the title', 'Reverts shop/web#31', `${TITLE} and more`, null],
    ['that applies it again', 'Reverts shop/web#31', 'Reapply "Keep the cart"', null],
    ['without a line', 'This reverts commit 0a1b2c3.', TITLE, null],
    ['without a body', '', TITLE, null],
    ['in the middle of a line', 'This Reverts shop/web#31', TITLE, null],
    ['before more on the line', 'Reverts shop/web#31, in part', TITLE, null],
    ['in a quote', '> Reverts shop/web#31', TITLE, null],
    ['in other words', 'reverts shop/web#31', TITLE, null],
    ['elsewhere', 'Reverts shop/api#31', TITLE, null],
    ['of itself', 'Reverts shop/web#40', TITLE, null],
    ['of number nought', 'Reverts #0', TITLE, null],
    ['of a number with noughts', 'Reverts #031', TITLE, null],
    ['of a number beyond all', 'Reverts #12345678901', TITLE, null],
    ['of the greatest number', 'Reverts #2147483647', TITLE, 2_147_483_647],
    ['of a number that GitHub can’t be asked for', 'Reverts #2147483648', TITLE, null],
    ['of such a number in ten digits', 'Reverts shop/web#9999999999', TITLE, null],
    ['of no number', 'Reverts shop/web#x', TITLE, null],
    ['of a path', 'Reverts shop/web/x#31', TITLE, null],
    ['with a line separator for a line end', 'a\u2028Reverts #31', TITLE, null],
  ])('a revert %s', (_, body, title, expected) => {
    expect(claimed(body, title)).toBe(expected);
  });

  it('never throws, and gives a number or nothing', () => {
    const piece = fc.oneof(
      fc.constantFrom('Reverts ', 'shop/web', '#', '31', '\n', '\r\n', ' ', '\0', '> '),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    const text = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.oneof(fc.constant(TITLE), text), (body, title) => {
        const found = claimed(body, title);

        expect(found === null || (Number.isInteger(found) && found > 0 && found !== 40)).toBe(true);
        if (found !== null) expect(body).toContain(`#${found}`);
      }),
    );
  });

  it.each<[what: string, piece: string]>([
    ['lines that almost are one', 'Reverts shop/web#\n'],
    ['lines of another repository', `Reverts ${'a'.repeat(100)}/${'b'.repeat(100)}#1\n`],
    ['words without a line end', 'Reverts '],
    ['dots', '.'],
    ['slashes', 'Reverts a/'],
    ['blanks after the number', ' '],
    ['line ends', '\n'],
    ['quotation marks', '"'],
  ])('reads a megabyte of %s within 50 ms, as body and as title', (_, piece) => {
    const body = `Reverts #31${piece}`.slice(0, 11) + piece.repeat(Math.ceil(1_000_000 / piece.length));
    const title = `Revert "${piece.repeat(Math.ceil(1_000_000 / piece.length))}`;

    expect(medianWorkTime(() => claimed(`${body}x`))).toBeLessThan(50);
    expect(medianWorkTime(() => claimed('Reverts #31', `${title}x`))).toBeLessThan(50);
  });
});
