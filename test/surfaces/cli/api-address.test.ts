import { describe, expect, test } from 'vitest';
import { apiAddress } from '#surfaces/cli/api-address.ts';

const SERVER = 'https://ghe.example.com/api/v3';

test.each([
  [undefined, 'github.com'],
  [undefined, 'www.github.com'],
  [undefined, null],
  [`${SERVER}/`, 'ghe.example.com'],
  [SERVER, null],
  ['https://api.shop.ghe.com', 'shop.ghe.com'],
  ['http://127.0.0.1:8080', '127.0.0.1:8080'],
])('the API %s is asked about a page on %s', (url, host) => {
  expect(apiAddress({ GITHUB_API_URL: url }, host)).toEqual({
    ok: true,
    baseUrl: url?.replace(/\/$/, '') ?? 'https://api.github.com',
  });
});

describe('another GitHub is not asked instead, and the one to set is named', () => {
  test.each([
    [undefined, 'ghe.example.com', 'GITHUB_API_URL=https://ghe.example.com/api/v3,'],
    [SERVER, 'github.com', 'GITHUB_API_URL=https://api.github.com,'],
    [SERVER, 'ghe.example.com:8443', 'GITHUB_API_URL=https://ghe.example.com:8443/api/v3,'],
    [undefined, 'shop.ghe.com', 'GITHUB_API_URL=https://api.shop.ghe.com,'],
    [undefined, 'api.github.com', 'GITHUB_API_URL='],
    [undefined, 'github.com.evil.example', 'GITHUB_API_URL='],
  ])('%s, %s', (url, host, said) => {
    expect(apiAddress({ GITHUB_API_URL: url }, host)).toEqual({ ok: false, problem: expect.stringContaining(said) });
  });
});

test.each(['foo', 'ftp://ghe.example.com', '/api/v3'])('%s is no address of an API', (url) => {
  expect(apiAddress({ GITHUB_API_URL: url }, null)).toEqual({ ok: false, problem: expect.stringContaining(url) });
});
