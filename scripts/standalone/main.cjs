/** Runs the program, or its runner that needs Node: `appwrite-cli __runner docker.cjs ARGUMENTS…`. */
function start() {
  const runner = 'docker.cjs';
  if (process.argv[2] !== '__runner' || process.argv[3] !== runner)
    return loader.load('main.cjs').start({ program: [process.execPath] });
  process.argv.splice(2, 2);
  const { compileFunction } = require('node:vm');
  const filename = join(folder, runner);
  compileFunction(textOf(`runners/${runner}`), ['require'], { filename })(require);
}
start();
