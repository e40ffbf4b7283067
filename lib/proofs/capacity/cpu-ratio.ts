import { atRatio, balanceOf, totalOf, type Balance, type Load } from './balance';

/**
 * Whether the vCPUs of the machines stay within `ratio` of the physical cores of the hosts.
 *
 * @param machines how many, and vCPUs of each
 * @param hosts how many, and physical cores of each
 */
export function cpuRatioBalance(machines: readonly Load[], hosts: readonly Load[], ratio: number): Balance {
  return balanceOf(totalOf(machines), atRatio(totalOf(hosts), ratio));
}
