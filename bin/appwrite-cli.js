#!/usr/bin/env node
const { join } = require('node:path');
const { createFolderLoader } = require('../dist/loader.cjs');

const loader = createFolderLoader(join(__dirname, '..', 'dist'), require);
loader.load('main.cjs').start(undefined, loader);
