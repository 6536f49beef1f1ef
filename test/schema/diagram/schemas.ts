/** Schemas as projects have them, of three sizes, to look at and to test pictures with. */
import type { Collection, Field, FieldType, Index, Schema } from '../../../src/schema/model.ts';
import { collection, field, relation, schemaOf } from '../../kit/schemas.ts';

const named: Readonly<Record<string, FieldType>> = {
  email: { kind: 'text', format: 'email', maxCharacters: 254 },
  url: { kind: 'text', format: 'url', maxCharacters: 2000 },
  int: { kind: 'integer' },
  amount: { kind: 'double', min: 0 },
  bool: { kind: 'boolean' },
  date: { kind: 'datetime' },
  point: { kind: 'point' },
};

function typeNamed(word: string): FieldType {
  if (/^\d+$/.test(word)) return { kind: 'text', format: 'plain', maxCharacters: Number(word) };
  if (word.includes('|')) return { kind: 'enum', elements: word.split('|') };
  const type = named[word];
  if (!type) throw new Error(`there is no type ${word}`);
  return type;
}

interface Draft {
  readonly fields: Field[];
  readonly indexes: Index[];
  readonly name: string;
}

/**
 * Makes a schema of lines, `customers: email! email U, name 128 I, tags 32[]` for a collection, `customers.orders <> orders.customer`
 * for a two-way relationship of one to many, and `orders.address > addresses` for a one-way one of many to one; `><`
 * for many to many.
 */
export function schemaOfText(databaseId: string, text: string): Schema {
  const drafts = new Map<string, Draft>();
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const [, from = '', key = '', arrow, to = '', back] =
      /^([\w-]+)\.([\w-]+) (<>|><|>) ([\w-]+)(?:\.([\w-]+))?$/.exec(line) ?? [];
    if (arrow === undefined) drafts.set(...collectionIn(line));
    else if (arrow === '>') drafts.get(from)!.fields.push(relation(key, to));
    else {
      const relationType = arrow === '<>' ? 'oneToMany' : 'manyToMany';
      drafts.get(from)!.fields.push(relation(key, to, { relationType, twoWayKey: back! }));
      drafts.get(to)!.fields.push(relation(back!, from, { relationType, side: 'child', twoWayKey: key }));
    }
  }
  const collections = [...drafts].map(
    ([id, { fields, indexes, name }]): Omit<Collection, 'databaseId'> =>
      collection(id, fields, { name, indexes }),
  );
  return schemaOf({ [databaseId]: collections });
}

function collectionIn(line: string): [string, Draft] {
  const [id = '', rest = ''] = line.split(':');
  const draft: Draft = { fields: [], indexes: [], name: id[0]!.toUpperCase() + id.slice(1) };
  for (const part of rest.split(',').map((each) => each.trim())) {
    if (part === '') continue;
    const index = /^(unique|key)\(([^)]*)\)$/.exec(part);
    if (index) {
      const fields = index[2]!.split(' ');
      draft.indexes.push({ key: `by_${fields.join('_')}`, type: index[1]!, fields });
      continue;
    }
    const [keyText = '', typeText = '', mark] = part.split(' ');
    const key = keyText.replace('!', '');
    draft.fields.push(
      field(key, typeNamed(typeText.replace('[]', '')), {
        required: keyText.endsWith('!'),
        array: typeText.endsWith('[]'),
      }),
    );
    const type = { U: 'unique', I: 'key', F: 'fulltext' }[mark ?? ''];
    if (type !== undefined) draft.indexes.push({ key: `by_${key}`, type, fields: [key] });
  }
  return [id, draft];
}

export const blog: Schema = schemaOfText(
  'blog',
  `
  authors: name! 128, email! email U, bio 2000
  posts: title! 200 F, slug! 100 U, body! 65535, status! draft|published I, published date, tags 32[]
  comments: text! 1000, approved bool, written! date I
  authors.posts <> posts.author
  posts.comments <> comments.post
  comments.author > authors
  `,
);

export const shop: Schema = schemaOfText(
  'shop',
  `
  customers: email! email U, name! 128 I, phone 32, vip bool, joined! date
  addresses: label 64, street! 200, city! 100, postcode! 16, country! 2 I
  products: sku! 32 U, title! 200 F, description 5000, price! amount I, stock! int, active bool, tags 32[]
  categories: slug! 64 U, title! 100, position int
  brands: name! 100 U, website url
  images: fileId! 36, alt 200, width int, height int
  carts: currency! 3, updated! date I
  cart-items: quantity! int, added! date
  orders: number! 20 U, status! new|paid|sent|returned I, total! amount, placed! date, note 1000, key(status placed)
  order-items: title! 200, quantity! int, price! amount
  payments: method! card|invoice|voucher, amount! amount, reference 64 U, paid date
  reviews: rating! int, text 2000, published bool, unique(rating published)
  customers.addresses <> addresses.customer
  customers.orders <> orders.customer
  customers.cart <> carts.customer
  orders.items <> order-items.order
  orders.payments <> payments.order
  orders.shipTo > addresses
  order-items.product > products
  carts.items <> cart-items.cart
  cart-items.product > products
  brands.products <> products.brand
  categories.products >< products.categories
  products.images <> images.product
  products.reviews <> reviews.product
  reviews.author > customers
  categories.children <> categories.parent
  `,
);

export const erp: Schema = schemaOfText(
  'erp',
  `
  companies: name! 200 U, vat 20 U, currency! 3, active bool
  branches: name! 100, city 100, opened date
  departments: name! 100, budget amount
  employees: number! 16 U, name! 128 I, email! email U, hired! date, salary amount, active bool
  positions: title! 100, level int
  absences: kind! holiday|illness|other, from! date, to! date, approved bool
  timesheets: week! 8 I, hours! amount, billable bool, note 500
  payrolls: month! 7 I, gross! amount, net! amount
  users: login! 64 U, locale 5, lastSeen date
  roles: name! 64 U, scopes 64[]
  customers: number! 20 U, name! 200 F, email email, rating int, credit amount
  contacts: name! 128, email email I, phone 32
  leads: source! web|fair|referral I, score int, received! date
  opportunities: title! 200, stage! open|won|lost I, value amount, closes date
  activities: kind! call|mail|visit, at! date I, summary 2000
  quotes: number! 20 U, total! amount, validUntil date
  quote-lines: text! 500, quantity! amount, price! amount
  orders: number! 20 U, status! new|confirmed|shipped|closed I, total! amount, placed! date, key(status placed)
  order-lines: text! 500, quantity! amount, price! amount, discount amount
  shipments: tracking 64 I, shipped date, carrier 64
  returns: reason! 500, received date
  invoices: number! 20 U, total! amount, due! date I, paid bool
  invoice-lines: text! 500, amount! amount, tax amount
  payments: amount! amount, method! card|transfer|cash, received! date I
  dunnings: level! int, sent! date
  accounts: code! 16 U, title! 100, kind! asset|liability|income|expense
  journals: name! 64 U, locked bool
  entries: date! date I, debit amount, credit amount, text 500
  taxes: code! 8 U, rate! amount
  products: sku! 32 U, title! 200 F, price! amount I, unit 8, tags 32[]
  categories: title! 100, position int
  warehouses: code! 8 U, address 300, place point
  stock-levels: quantity! amount, reserved amount
  stock-moves: quantity! amount, at! date I, reason receipt|issue|count
  suppliers: number! 20 U, name! 200 F, rating int
  purchase-orders: number! 20 U, status! open|sent|received I, total! amount
  purchase-lines: quantity! amount, price! amount
  receipts: number! 20 U, received! date
  settings: key! 64 U, value 5000
  audit-log: at! date I, action! 64 I, subject 128, data 65535, key(subject at)
  companies.branches <> branches.company
  branches.departments <> departments.branch
  departments.employees <> employees.department
  positions.employees <> employees.position
  employees.reports <> employees.manager
  employees.absences <> absences.employee
  employees.timesheets <> timesheets.employee
  employees.payrolls <> payrolls.employee
  users.employee > employees
  users.roles >< roles.users
  customers.contacts <> contacts.customer
  customers.opportunities <> opportunities.customer
  leads.contact > contacts
  opportunities.owner > employees
  activities.contact > contacts
  activities.owner > employees
  opportunities.quotes <> quotes.opportunity
  quotes.lines <> quote-lines.quote
  quote-lines.product > products
  customers.orders <> orders.customer
  orders.lines <> order-lines.order
  order-lines.product > products
  orders.shipments <> shipments.order
  shipments.warehouse > warehouses
  orders.returns <> returns.order
  orders.invoices <> invoices.order
  invoices.lines <> invoice-lines.invoice
  invoice-lines.tax > taxes
  invoices.payments <> payments.invoice
  invoices.dunnings <> dunnings.invoice
  journals.entries <> entries.journal
  entries.account > accounts
  accounts.children <> accounts.parent
  payments.entry > entries
  categories.products >< products.categories
  categories.children <> categories.parent
  products.stock <> stock-levels.product
  warehouses.stock <> stock-levels.warehouse
  products.moves <> stock-moves.product
  warehouses.moves <> stock-moves.warehouse
  suppliers.orders <> purchase-orders.supplier
  suppliers.products >< products.suppliers
  purchase-orders.lines <> purchase-lines.order
  purchase-lines.product > products
  purchase-orders.receipts <> receipts.order
  receipts.warehouse > warehouses
  audit-log.user > users
  `,
);
