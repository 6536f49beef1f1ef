import { expect } from 'vitest';
import type { Answer, TestSandbox } from '../../client.ts';

/** Returns a refusal as tests expect it. */
export const refusal = (status: number, type: string) => ({ status, json: { code: status, type } });

/** A collection with short methods for what tests do with it. */
export class TestCollection {
  readonly path: string;
  readonly at: TestSandbox;

  private constructor(at: TestSandbox, path: string) {
    this.at = at;
    this.path = path;
  }

  /** Creates a collection in the database `db`, and the database if it is missing. */
  static async create(at: TestSandbox, id: string, settings: object = {}): Promise<TestCollection> {
    await at.request('POST', '/databases', { body: { databaseId: 'db', name: 'DB' } });
    const body = { collectionId: id, name: id, ...settings };
    const created = await at.request('POST', '/databases/db/collections', { body });
    expect(created.status).toBe(201);
    return new TestCollection(at, `/databases/db/collections/${id}`);
  }

  /** Adds attributes, each as the name of its kind and its parameters, and waits until they can be used. */
  async attributes(...attributes: readonly (readonly [kind: string, body: object])[]): Promise<void> {
    for (const [kind, body] of attributes) {
      const answer = await this.attribute(kind, body);
      expect(answer, JSON.stringify(answer.json)).toMatchObject({ status: 202 });
    }
    await this.settled();
  }

  attribute(kind: string, body: object): Promise<Answer> {
    const optional = kind === 'relationship' ? {} : { required: false };
    return this.at.request('POST', `${this.path}/attributes/${kind}`, { body: { ...optional, ...body } });
  }

  async index(key: string, type: string, attributes: readonly string[], orders?: string[]): Promise<void> {
    const body = { key, type, attributes, ...(orders ? { orders } : {}) };
    const answer = await this.at.request('POST', `${this.path}/indexes`, { body });
    expect(answer, JSON.stringify(answer.json)).toMatchObject({ status: 202 });
    await this.settled();
  }

  /** Waits until no attribute or index is pending. */
  async settled(): Promise<void> {
    const isBusy = async () => {
      const { json } = await this.at.request('GET', this.path);
      return [...json.attributes, ...json.indexes].some(
        ({ status }) => status === 'processing' || status === 'deleting',
      );
    };
    while (await isBusy()) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  create(documentId: string, data: object, more: object = {}): Promise<Answer> {
    return this.at.request('POST', `${this.path}/documents`, { body: { documentId, data, ...more } });
  }

  get(documentId: string, ...queries: object[]): Promise<Answer> {
    return this.at.list(`${this.path}/documents/${documentId}`, ...queries);
  }

  update(documentId: string, data: object, more: object = {}): Promise<Answer> {
    return this.at.request('PATCH', `${this.path}/documents/${documentId}`, { body: { data, ...more } });
  }

  delete(documentId: string): Promise<Answer> {
    return this.at.request('DELETE', `${this.path}/documents/${documentId}`);
  }

  list(...queries: object[]): Promise<Answer> {
    return this.at.list(`${this.path}/documents`, ...queries);
  }

  /** Returns the IDs of matching documents, in order. */
  async ids(...queries: object[]): Promise<string[]> {
    const { status, json } = await this.list(...queries);
    expect(status, JSON.stringify(json)).toBe(200);
    return json.documents.map(({ $id }: { $id: string }) => $id);
  }
}
