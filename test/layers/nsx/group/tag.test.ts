import { TerraformVariable } from 'cdktf';
import { tagBlocks } from '../../../../lib/layers/nsx/tag';
import { Net } from './net';

describe('tags of NSX', () => {
  const net = new Net();

  test('are rendered each once, without what is empty', () => {
    expect(
      tagBlocks(net, [{ scope: 'tier', tag: 'db' }, { tag: 'db' }, { scope: '', tag: 'db' }, { scope: 'tier' }, { scope: 'tier', tag: 'db' }]),
    ).toEqual([{ scope: 'tier', tag: 'db' }, { tag: 'db' }, { scope: 'tier' }]);
    expect(tagBlocks(net, [])).toBeUndefined();
    expect(tagBlocks(net, undefined)).toBeUndefined();
  });

  test('may be as long as NSX takes them, and tokens', () => {
    const longest = { scope: 's'.repeat(128), tag: 't'.repeat(256) };
    const token = { scope: new TerraformVariable(net, 'scope', { type: 'string' }).stringValue };
    expect(tagBlocks(net, [longest, token])).toEqual([longest, token]);
  });

  test.each([
    ['nsxTags[0] has neither a scope nor a tag', [{}]],
    ['nsxTags[0] has neither a scope nor a tag', [{ scope: '', tag: '' }]],
    ['nsxTags[1].scope must have at most 128 characters, got 129', [{ tag: 'x' }, { scope: 's'.repeat(129) }]],
    ['nsxTags[0].tag must have at most 256 characters, got 257', [{ tag: 't'.repeat(257) }]],
    ['nsxTags[0].tag must be a text, got 5', [{ tag: 5 as never }]],
    ['nsxTags must be a list of tags, got "db"', 'db' as never],
    ['nsxTags[0] must be an object', ['db' as never]],
  ])('are refused: %s', (message, tags) => {
    expect(() => tagBlocks(net, tags)).toThrow(message);
  });
});
