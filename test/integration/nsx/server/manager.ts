import type { Change, Write } from './changes';
import { policyTies } from './checks';
import { exportOf } from './export';
import { Counters } from './identity';
import { Inventory } from './machines';
import type { Machine } from './machines';
import { placeOf } from './model';
import type { Seed } from './seed';
import { State } from './state';
import { Transaction } from './transaction';
import type { Body } from './values';

/** What an NSX manager holds and does, without the way it is spoken to. */
export class Manager {
  public readonly inventory = new Inventory();
  private current = new State();
  private readonly counters = new Counters();

  public get state(): State {
    return this.current;
  }

  /** All of the changes or none. @throws Refusal */
  public commit(changes: readonly Change[]): void {
    this.current = new Transaction(this.current, this.counters).apply(changes);
  }

  /** Puts there what exists before any request; the same rules hold for it. @throws Refusal */
  public seed(seeds: readonly Seed[]): void {
    const writes: Write[] = [];
    for (const seed of seeds) {
      if (seed.resource_type === 'VirtualMachine') this.inventory.add(seed as Machine);
      else if (seed.resource_type === 'VirtualNetworkInterface') this.inventory.addInterface(seed);
      else writes.push(writeOf(seed as Body & { readonly path: string }));
    }
    this.commit(writes);
  }

  public export(): Body {
    return exportOf(this.current, this.inventory);
  }

  /** What the documentation calls undetermined and NSX takes all the same. */
  public warnings(): string[] {
    return policyTies(this.current);
  }
}

function writeOf({ path, ...body }: Body & { readonly path: string }): Write {
  const place = placeOf(path);
  if (!place) throw new Error(`nothing can be seeded at ${path}: the API has no such path`);
  return { kind: 'write', path, type: place.type, body, bySystem: true };
}
