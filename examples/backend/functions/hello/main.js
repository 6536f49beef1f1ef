/** Answers web requests on the function's own domain. */
module.exports = ({ req, res }) => res.send(`Hello, ${req.query.name ?? 'you'}!`);
