// A month of requests to a sandbox, so that the picture of its usage has something to show.

const dayMs = 86_400_000;
const days = 30;

/**
 * Sends requests on each of the last 30 days, by setting the clock of the sandbox: more in the middle of the week and
 * from month's beginning to its end, and now and then a new user or file.
 * @param {{ endpoint: string, project: string, apiKey: string }} sandbox
 * @param {string} today in ISO 8601; the clock is there in the end
 * @param {import('../terminal.mjs').Terminal} terminal its clock is the sandbox's
 */
export async function sendMonthOfRequests({ endpoint, project, apiKey }, today, terminal) {
  const headers = { 'x-appwrite-project': project, 'x-appwrite-key': apiKey };
  const send = async (method, path, body) => {
    const options = body
      ? { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } }
      : { headers };
    const response = await fetch(endpoint + path, { method, ...options });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  };
  const end = Date.parse(today);
  for (let day = days - 1; day >= 0; day -= 1) {
    const date = new Date(end - day * dayMs);
    terminal.setTime(date.toISOString());
    const isWeekend = [0, 6].includes(date.getUTCDay());
    const visits = (isWeekend ? 6 : 14) + (days - day) / 2 + ((day * 7) % 5);
    for (let visit = 0; visit < visits; visit += 1)
      await send('GET', '/databases/shop/collections/products/documents');
    if (day % 3 === 0) {
      const userId = `visitor-${day}`;
      await send('POST', '/users', { userId, email: `${userId}@example.com`, name: `Visitor ${day}` });
    }
    if (day % 2 === 0) {
      const data = { title: `Model ${day}`, price: 10 + day };
      const document = { documentId: `model-${day}`, data };
      await send('POST', '/databases/shop/collections/products/documents', document);
    }
  }
}
