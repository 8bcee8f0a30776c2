// What the core lists and names.

import { addon } from './load.js';

export const lists = Object.freeze(addon.lists());
