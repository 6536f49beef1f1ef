#!/usr/bin/env node
const { join } = require('node:path');

require('../dist/boot.cjs').boot(join(__dirname, '..', 'dist'), require);
