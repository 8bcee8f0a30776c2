// The same for a user of CommonJS.

import { Inngest } from 'inngest';
import { Encryptor } from 'signkey';
import inngest = require('signkey/inngest');

const encryptor = new Encryptor({ primary: new Uint8Array(32) });
const client = new Inngest({ id: 'app', middleware: [inngest.encryptionMiddleware(encryptor)] });

export = client;
