import { describe, expect, test } from 'vitest';
import { readStart } from '../../../electron/main/command-line.ts';

describe('what a start of the program asks for', () => {
  test.each([
    ['nothing more', ['outtray']],
    ['a link', ['outtray', 'outtray://items/1']],
    ['a switch of Chromium', ['outtray', '--no-sandbox']],
    ['a link that looks for more', ['outtray', 'outtray://x', '--cli', 'cancel', '--all']],
    ['what follows the end of switches', ['outtray', '--', '--cli', 'cancel', '--all']],
    ['a word like it', ['outtray', '--client', '--cli=1']],
  ])('is the app with %s', (_, argv) => {
    expect(readStart(argv, true)).toEqual({ kind: 'app' });
  });

  test.each([
    [
      ['outtray', '--cli', 'status', '--json'],
      ['status', '--json'],
    ],
    [['outtray', '--no-sandbox', '--lang=de', '--cli', 'list'], ['list']],
    [
      ['outtray', '--cli', 'add', 'PUT', 'http://x/y', '--', '--cli'],
      ['add', 'PUT', 'http://x/y', '--', '--cli'],
    ],
    [['outtray', '--cli'], []],
  ])('is the command line: %j', (argv, args) => {
    expect(readStart(argv, true)).toEqual({ kind: 'cli', args });
  });

  test('begins after the folder of an app that is not packaged', () => {
    expect(readStart(['electron', '.', '--cli', 'status'], false)).toEqual({
      kind: 'cli',
      args: ['status'],
    });
    expect(readStart(['electron', '--cli', 'status'], false)).toEqual({ kind: 'app' });
  });
});
