// The whole of undici: its proxy agents need what only its entry point puts together.
export { EnvHttpProxyAgent } from 'undici';
