import { seteuid } from 'node:process';

const isRoot = process.geteuid?.() === 0;
const nobody = 65_534;

/** Runs work in this process without root's right to read and write every file. The modules it needs are loaded already. */
export async function unprivileged<Value>(work: () => Promise<Value>): Promise<Value> {
  if (!isRoot) return work();
  seteuid!(nobody);
  try {
    return await work();
  } finally {
    seteuid!(0);
  }
}
