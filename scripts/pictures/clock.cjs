// Loaded into each process of a recording: the time stands still at what the file in PICTURES_CLOCK says, so that a
// recording made again is the same.
const { readFileSync } = require('node:fs');

const RealDate = Date;
const now = () => RealDate.parse(readFileSync(process.env.PICTURES_CLOCK, 'utf8'));

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(now());
    else super(...parts);
  }
  static now() {
    return now();
  }
};
