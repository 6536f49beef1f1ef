// Undici's entry point loads everything it has, at more than twice the time; a direct connection needs this alone.
export { default as Agent } from 'undici/lib/dispatcher/agent.js';
