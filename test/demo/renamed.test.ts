import { expect, it } from 'vitest';
import { renamed } from '../../demo/renamed.ts';

it.each([
  ['src/cart.ts', { path: 'src/cart.ts' }],
  ['src/{cart => basket}/view.ts', { path: 'src/basket/view.ts', previousPath: 'src/cart/view.ts' }],
  ['src/{ => cart}/view.ts', { path: 'src/cart/view.ts', previousPath: 'src/view.ts' }],
  ['src/{cart => }/view.ts', { path: 'src/view.ts', previousPath: 'src/cart/view.ts' }],
  ['cart.ts => basket.ts', { path: 'basket.ts', previousPath: 'cart.ts' }],
])('%s names a file as GitHub does', (path, names) => {
  expect(renamed(path)).toEqual(names);
});
