/** Notes every new order in the collection `audit`. */
module.exports = async ({ req, res, log }) => {
  const { ENDPOINT, KEY, APPWRITE_FUNCTION_PROJECT_ID } = process.env;
  const event = req.headers['x-appwrite-event'];
  const answer = await fetch(`${ENDPOINT}/databases/main/collections/audit/documents`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-appwrite-project': APPWRITE_FUNCTION_PROJECT_ID,
      'x-appwrite-key': KEY,
    },
    body: JSON.stringify({ documentId: req.body.$id, data: { event } }),
  });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  log(`noted ${event}`);
  return res.empty();
};
