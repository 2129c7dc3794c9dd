import { describe, expect, it } from 'vitest';
import { isCovered, targetProblem } from '../../../shared/apps/targets.ts';

describe('a target', () => {
  it.each([
    'https://api.example/visits/*',
    'https://*.example.com/*',
    'http://localhost:*/x',
    'http://127.0.0.1:8080/*',
    'https://a.example',
  ])('may be %s', (pattern) => {
    expect(targetProblem(pattern)).toBeNull();
  });

  it.each([
    ['*', 'pattern'],
    ['https://*/*', 'host'],
    ['https://*.com/*', 'host'],
    ['https://example.com*/x', 'host'],
    ['https://:any.example.com/', 'host'],
    ['https://(a|b).com/', 'host'],
    ['https://*a.example.com/', 'host'],
    ['*://a.example/*', 'http'],
    ['ftp://a.example/*', 'http'],
    ['file:///etc/*', 'http'],
    ['visits/*', 'pattern'],
    ['', 'pattern'],
  ])('may not be %s', (pattern, why) => {
    expect(targetProblem(pattern)).toContain(why);
  });

  const targets = [
    { url: 'https://api.example/visits/*', methods: ['POST'] },
    { url: 'https://*.forms.example/*', methods: ['PUT'] },
    { url: 'https://*/*', methods: ['DELETE'] },
  ];
  it.each([
    ['POST', 'https://api.example/visits/7?room=1', true],
    ['PUT', 'https://api.example/visits/7', false],
    ['POST', 'https://api.example/visits', false],
    ['POST', 'https://api.example/visits/../admin', false],
    ['POST', 'https://api.example/visits/%2e%2e/admin', false],
    ['POST', 'https://api.example:8443/visits/7', false],
    ['POST', 'http://api.example/visits/7', false],
    ['POST', 'https://api.example.evil.test/visits/7', false],
    ['POST', 'https://evil.test/https://api.example/visits/7', false],
    ['PUT', 'https://north.forms.example/x', true],
    ['PUT', 'https://forms.example/x', false],
    ['PUT', 'https://evilforms.example/x', false],
    // A pattern that is none grants nothing, however it came here.
    ['DELETE', 'https://api.example/visits/7', false],
    ['POST', 'not a url', false],
  ])('covers %s %s: %s', (method, url, covered) => {
    expect(isCovered(targets, method, url)).toBe(covered);
  });
});
