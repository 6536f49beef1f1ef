/** Runs the program, or one of its runners that need Node: `appwrite-cli __runner docker.cjs ARGUMENTS…`. */
function start() {
  if (process.argv[2] !== '__runner') return load('./main.cjs').start([process.execPath]);
  const [name] = process.argv.splice(2, 2).slice(1);
  if (name !== 'docker.cjs') throw new Error(`there is no runner ${name}`);
  new Script(`(function (require) {${bytesOf(`runners/${name}`).toString()}\n})`).runInThisContext()(require);
}
start();
