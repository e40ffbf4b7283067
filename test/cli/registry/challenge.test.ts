import { parseChallenge } from '../../../lib/cli/registry/challenge';

test.each([
  [
    'Bearer realm="https://auth.example.com/token",service="registry.example.com",scope="repository:web:pull,push"',
    { scheme: 'bearer', parameters: { realm: 'https://auth.example.com/token', service: 'registry.example.com', scope: 'repository:web:pull,push' } },
  ],
  [
    'bearer Realm=https://auth.example.com, service="a \\"b\\""',
    { scheme: 'bearer', parameters: { realm: 'https://auth.example.com', service: 'a "b"' } },
  ],
  ['Basic realm="x"', { scheme: 'basic', parameters: { realm: 'x' } }],
  ['Basic', { scheme: 'basic', parameters: {} }],
  ['Negotiate', undefined],
  ['Basics realm="x"', undefined],
  [null, undefined],
])('the challenge %j', (header, expected) => expect(parseChallenge(header)).toEqual(expected));
